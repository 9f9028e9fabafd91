using System.Diagnostics.CodeAnalysis;

namespace Hearth.Updates.Bundle;

/// <summary>
/// Applies a delta as bsdiff has it: runs of the old bytes with differences added, between them new bytes. Old bytes are
/// read where they lie, and the new ones come out in order, so that neither is held. An object is <see cref="Magic"/>, the
/// lengths of three sections, and these: instructions (how far to move in the old range, bytes to add to, bytes to
/// insert), differences, insertions. Each is Brotli by itself, as they have nothing in common.
/// </summary>
public sealed class DeltaPatch : IDisposable
{
    /// <summary>Bytes of memory that a patch takes beside its object.</summary>
    public const int MemoryBytes = WindowSize + 3 * ((1 << BrotliSection.MostWindowBits) + BrotliSection.TableBytes);

    // As much of the old range at a time.
    private const int WindowSize = 64 * 1024;

    private readonly BundleDelta delta;
    private readonly ISlotReader slots;
    private readonly BrotliSection instructions;
    private readonly BrotliSection differences;
    private readonly BrotliSection insertions;
    private readonly byte[] window = new byte[WindowSize];
    private long windowStart;
    private int windowSize;
    private long position;
    private long toAdd;
    private long toInsert;
    private long toMake;

    private DeltaPatch(BundleDelta delta, ISlotReader slots, ReadOnlyMemory<byte> instructions, ReadOnlyMemory<byte> differences, ReadOnlyMemory<byte> insertions)
    {
        this.delta = delta;
        this.slots = slots;
        this.instructions = new BrotliSection(instructions);
        this.differences = new BrotliSection(differences);
        this.insertions = new BrotliSection(insertions);
        toMake = delta.NewLength;
    }

    /// <summary>What an object begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "HEARTHD1"u8;

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

        var (instructions, differences, insertions) = (rest[..lengths[0]], rest.Slice(lengths[0], lengths[1]), rest[(lengths[0] + lengths[1])..]);
        if (!BrotliSection.HasSmallWindow(instructions.Span) || !BrotliSection.HasSmallWindow(differences.Span) || !BrotliSection.HasSmallWindow(insertions.Span))
        {
            return false;
        }

        patch = new DeltaPatch(delta, slots, instructions, differences, insertions);
        return true;
    }

    /// <summary>Makes the next bytes of the new range; false where the delta leads nowhere.</summary>
    /// <param name="buffer">Filled, but for what is beyond the range.</param>
    /// <param name="size">Bytes made; 0 after the last.</param>
    public bool TryRead(Span<byte> buffer, out int size)
    {
        size = 0;
        while (size < buffer.Length && toMake > 0)
        {
            var rest = buffer[size..];
            int made;
            if (toAdd > 0)
            {
                made = (int)Math.Min(rest.Length, toAdd);
                toAdd -= made;
                if (!TryAdd(rest[..made]))
                {
                    return false;
                }
            }
            else if (toInsert > 0)
            {
                made = (int)Math.Min(rest.Length, toInsert);
                toInsert -= made;
                if (!insertions.TryRead(rest[..made]))
                {
                    return false;
                }
            }
            else if (TryReadInstruction())
            {
                continue;
            }
            else
            {
                return false;
            }

            toMake -= made;
            size += made;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        instructions.Dispose();
        differences.Dispose();
        insertions.Dispose();
    }

    // An instruction makes something: else a few bytes of Brotli would keep a device busy for ever.
    private bool TryReadInstruction()
    {
        if (!TryReadNumber(out var move) || !TryReadNumber(out toAdd) || !TryReadNumber(out toInsert))
        {
            return false;
        }

        move = VariableNumber.UnfoldSign(move);
        if (move < -position || move > delta.OldLength - position)
        {
            return false;
        }

        position += move;
        return toAdd <= Math.Min(toMake, delta.OldLength - position) && toInsert <= toMake - toAdd && (toAdd > 0 || toInsert > 0);
    }

    private bool TryReadNumber(out long number)
    {
        Span<byte> digits = stackalloc byte[VariableNumber.MostBytes];
        number = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (!instructions.TryRead(digits.Slice(i, 1)))
            {
                return false;
            }

            if (digits[i] < 0x80)
            {
                return VariableNumber.TryRead(digits[..(i + 1)], out number, out _);
            }
        }

        return false;
    }

    private bool TryAdd(Span<byte> made)
    {
        if (!differences.TryRead(made))
        {
            return false;
        }

        while (!made.IsEmpty)
        {
            if (!TrySeeOld(out var old))
            {
                return false;
            }

            var count = Math.Min(made.Length, old.Length);
            for (var i = 0; i < count; i++)
            {
                made[i] += old[i];
            }

            position += count;
            made = made[count..];
        }

        return true;
    }

    // The old bytes from the position on, as many as are at hand.
    private bool TrySeeOld(out ReadOnlySpan<byte> old)
    {
        if (position < windowStart || position >= windowStart + windowSize)
        {
            windowStart = position / Blocks.Size * Blocks.Size;
            windowSize = (int)Math.Min(WindowSize, delta.OldLength - windowStart);
            if (!slots.TryRead(SlotSide.Running, delta.Image, delta.OldOffset + windowStart, window.AsSpan(0, windowSize)))
            {
                windowSize = 0;
                old = default;
                return false;
            }
        }

        old = window.AsSpan((int)(position - windowStart), (int)(windowStart + windowSize - position));
        return true;
    }
}
