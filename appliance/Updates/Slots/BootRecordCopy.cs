using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.Updates.Slots;

/// <summary>
/// One of the two copies of the boot record as it lies on the boot partition: a sector with the record, and one with its
/// SHA-256 sum as GRUB's <c>sha256sum --check</c> reads it. A copy that was torn does not have the right sum.
/// </summary>
public static class BootRecordCopy
{
    /// <summary>Bytes in a copy: two sectors.</summary>
    public const int Size = 2 * GrubEnvironment.SectorSize;

    /// <summary>Writes a copy.</summary>
    /// <param name="record">What it says.</param>
    /// <param name="number">1 or 2: its file's name is part of the sum.</param>
    /// <param name="copy">Where it goes, <see cref="Size"/> bytes.</param>
    public static void Encode(BootRecord record, int number, Span<byte> copy)
    {
        var lines = $"SEQ={record.Sequence.ToString(CultureInfo.InvariantCulture)}\nORDER={record.First} {record.First.Other()}\n"
            + $"A_OK={Digit(record.A.Good)}\nA_TRY={Digit(record.A.Try)}\nB_OK={Digit(record.B.Good)}\nB_TRY={Digit(record.B.Try)}\n";
        GrubEnvironment.Write(lines, copy[..GrubEnvironment.SectorSize]);
        copy[GrubEnvironment.SectorSize..Size].Clear();
        Encoding.ASCII.GetBytes(Sum(copy, number), copy[GrubEnvironment.SectorSize..]);
    }

    /// <summary>Reads a copy; false where it is torn, damaged, or not a copy of that number.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> copy, int number, out BootRecord record)
    {
        record = BootRecord.Unknown;
        var sum = Encoding.ASCII.GetBytes(Sum(copy, number));
        if (!copy[GrubEnvironment.SectorSize..].StartsWith(sum)
            || !int.TryParse(Value(copy, "SEQ"u8), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || Value(copy, "ORDER"u8) is not ("A B" or "B A"))
        {
            return false;
        }

        record = new(
            sequence,
            Value(copy, "ORDER"u8) == "A B" ? Slot.A : Slot.B,
            new(Value(copy, "A_OK"u8) == "1", Value(copy, "A_TRY"u8) == "1"),
            new(Value(copy, "B_OK"u8) == "1", Value(copy, "B_TRY"u8) == "1"));
        return true;
    }

    private static string? Value(ReadOnlySpan<byte> copy, ReadOnlySpan<byte> name) => GrubEnvironment.Read(copy[..GrubEnvironment.SectorSize], name);

    private static string Sum(ReadOnlySpan<byte> copy, int number) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(copy[..GrubEnvironment.SectorSize]))}  record{number}\n";

    private static char Digit(bool value) => value ? '1' : '0';
}
