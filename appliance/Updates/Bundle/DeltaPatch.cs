using System.Diagnostics.CodeAnalysis;

namespace Hearth.Updates.Bundle;

/// <summary>
/// Applies a delta: runs of the old bytes with differences added, between them new bytes, as bsdiff has it. What the old
/// bytes say about where things lie is first turned into what the new program should say (<see cref="AddressMap"/>), so that
/// differences are nearly all zero. Old bytes are read where they lie, and the new ones come out in order, so that neither
/// is held. An object is <see cref="Magic"/>, the lengths of three sections, and these: the layout, differences, insertions.
/// Each is Brotli by itself, as they have nothing in common.
/// </summary>
public sealed class DeltaPatch : IDisposable
{
    /// <summary>Bytes of memory that a patch takes beside its object. The layout is unpacked before the others are.</summary>
    public const int MemoryBytes = WindowSize + Blocks.Size + DeltaLayout.MemoryBytes + 2 * ((1 << BrotliSection.MostWindowBits) + BrotliSection.TableBytes);

    // As much of the old range at a time: whole blocks.
    private const int WindowSize = 64 * 1024;

    private readonly BundleDelta delta;
    private readonly ISlotReader slots;
    private readonly DeltaLayout layout;
    private readonly AddressMap map;
    private readonly BrotliSection differences;
    private readonly BrotliSection insertions;
    private readonly byte[] window = new byte[WindowSize];
    private readonly byte[] predicted = new byte[Blocks.Size];
    private long windowStart;
    private int windowSize;
    private int next;
    private long position;
    private long toAdd;
    private long toInsert;
    private long made;
    private int predictedAt;
    private int predictedSize;

    private DeltaPatch(BundleDelta delta, ISlotReader slots, DeltaLayout layout, ReadOnlyMemory<byte> differences, ReadOnlyMemory<byte> insertions)
    {
        (this.delta, this.slots, this.layout) = (delta, slots, layout);
        map = new AddressMap(layout);
        this.differences = new BrotliSection(differences);
        this.insertions = new BrotliSection(insertions);
    }

    /// <summary>What an object begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "HEARTHD2"u8;

    /// <summary>Opens a delta's object; false where it is none.</summary>
    /// <param name="delta">What it makes out of what; its old range lies in the running slot.</param>
    /// <param name="stored">The object; kept until the patch is disposed.</param>
    /// <param name="slots">Reads the old range.</param>
    /// <param name="patch">The patch.</param>
    public static bool TryOpen(BundleDelta delta, ReadOnlyMemory<byte> stored, ISlotReader slots, [NotNullWhen(true)] out DeltaPatch? patch)
    {
        patch = null;
        if (!stored.Span.StartsWith(Magic))
        {
            return false;
        }

        var rest = stored[Magic.Length..];
        Span<int> lengths = stackalloc int[3];
        for (var i = 0; i < lengths.Length; i++)
        {
            if (!VariableNumber.TryRead(rest.Span, out var length, out var size) || length > stored.Length)
            {
                return false;
            }

            lengths[i] = (int)length;
            rest = rest[size..];
        }

        if ((long)lengths[0] + lengths[1] + lengths[2] != rest.Length)
        {
            return false;
        }

        var (first, differences, insertions) = (rest[..lengths[0]], rest.Slice(lengths[0], lengths[1]), rest[(lengths[0] + lengths[1])..]);
        if (!BrotliSection.HasSmallWindow(first.Span) || !BrotliSection.HasSmallWindow(differences.Span) || !BrotliSection.HasSmallWindow(insertions.Span)
            || !DeltaLayout.TryRead(first, delta.OldLength, delta.NewLength, out var layout))
        {
            return false;
        }

        patch = new DeltaPatch(delta, slots, layout, differences, insertions);
        return true;
    }

    /// <summary>Makes the next bytes of the new range; false where the delta leads nowhere.</summary>
    /// <param name="buffer">Filled, but for what is beyond the range.</param>
    /// <param name="size">Bytes made; 0 after the last.</param>
    public bool TryRead(Span<byte> buffer, out int size)
    {
        size = 0;
        while (size < buffer.Length && made < delta.NewLength)
        {
            if (toAdd == 0 && toInsert == 0)
            {
                var instruction = layout.Instructions[next++];
                (position, toAdd, toInsert) = (instruction.Old, instruction.Add, instruction.Insert);
            }

            var isAddition = toAdd > 0;
            var part = buffer.Slice(size, (int)Math.Min(buffer.Length - size, isAddition ? toAdd : toInsert));
            if (isAddition ? !TryAdd(ref part) : !TryInsert(part))
            {
                return false;
            }

            made += part.Length;
            size += part.Length;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        differences.Dispose();
        insertions.Dispose();
    }

    private bool TryInsert(Span<byte> part)
    {
        toInsert -= part.Length;
        return insertions.TryRead(part);
    }

    // As many bytes as were predicted at once.
    private bool TryAdd(ref Span<byte> part)
    {
        if (predictedAt == predictedSize && !TryPredict())
        {
            return false;
        }

        part = part[..Math.Min(part.Length, predictedSize - predictedAt)];
        if (!differences.TryRead(part))
        {
            return false;
        }

        for (var i = 0; i < part.Length; i++)
        {
            part[i] += predicted[predictedAt + i];
        }

        predictedAt += part.Length;
        position += part.Length;
        toAdd -= part.Length;
        return true;
    }

    private bool TryPredict()
    {
        var blockStart = position / Blocks.Size * Blocks.Size;
        if (blockStart < windowStart || blockStart >= windowStart + windowSize)
        {
            windowStart = blockStart;
            windowSize = (int)Math.Min(WindowSize, delta.OldLength - windowStart);
            if (!slots.TryRead(SlotSide.Running, delta.Image, delta.OldOffset + windowStart, window.AsSpan(0, windowSize)))
            {
                windowSize = 0;
                return false;
            }
        }

        (predictedAt, predictedSize) = (0, DeltaLayout.WithinBlock(position, toAdd));
        window.AsSpan((int)(position - windowStart), predictedSize).CopyTo(predicted);
        map.Predict(predicted, predictedSize, position, made);
        return true;
    }
}
