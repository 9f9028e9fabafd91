using System.Globalization;

namespace Hearth.Updates.Slots;

/// <summary>What the boot loader notes before it starts a slot that is not known to be good.</summary>
/// <param name="Begun">The number of the record whose trial has begun; null where none has.</param>
/// <param name="Last">The slot that was the last to be started without any being known as good.</param>
public sealed record TriesBlock(int? Begun, Slot? Last)
{
    /// <summary>Bytes in the block: a sector.</summary>
    public const int Size = GrubEnvironment.SectorSize;

    // Two numbers of ten digits, and a slot.
    private const int LongestNote = 21;

    /// <summary>A new card's: nothing was tried.</summary>
    public static TriesBlock Empty { get; } = new(null, null);

    /// <summary>Reads the block; null where it is torn or damaged, and then no trial begins.</summary>
    /// <remarks>
    /// A block that was torn in its last line can be read, and the boot loader writes no note into it and begins no trial. So
    /// that it does not stay like this, it counts as damaged.
    /// </remarks>
    public static TriesBlock? Decode(ReadOnlySpan<byte> sector)
    {
        var begun = GrubEnvironment.Read(sector, "TRY_SEQ"u8);
        if (begun is null || begun != GrubEnvironment.Read(sector, "TRY_END"u8) || GrubEnvironment.Room(sector) < LongestNote)
        {
            return null;
        }

        return new(
            int.TryParse(begun, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Text(number) == begun ? number : null,
            GrubEnvironment.Read(sector, "TRY_LAST"u8) switch { "A" => Slot.A, "B" => Slot.B, _ => null });
    }

    /// <summary>Writes the block, as the boot loader leaves it.</summary>
    /// <param name="sector">Where it goes, <see cref="Size"/> bytes.</param>
    public void Encode(Span<byte> sector) =>
        GrubEnvironment.Write($"TRY_SEQ={Text(Begun)}\nTRY_LAST={Last}\nTRY_END={Text(Begun)}\n", sector);

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
