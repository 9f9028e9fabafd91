namespace Hearth.Updates.Bundle;

/// <summary>
/// Where things of a program went, by a delta's layout, and so what its operands will be. When code is inserted, everything
/// behind it moves; an operand whose two ends moved by different ways is other bytes in the new program, and the same ones as
/// predicted.
/// </summary>
public sealed class AddressMap
{
    internal const int BytesPerInstruction = sizeof(long) + (3 * sizeof(int));

    private readonly DeltaLayout layout;
    private readonly OperandScan.Visitor visitor;
    private readonly int[] starts;
    private readonly int[] moves;
    private readonly int count;
    private byte[] bytes = [];
    private long newAddress;
    private long newSection;

    /// <summary>Makes the map.</summary>
    public AddressMap(DeltaLayout layout)
    {
        this.layout = layout;
        visitor = Predict;
        var length = layout.Sections.Count == 0 ? 0 : layout.Instructions.Count;
        (starts, moves) = (new int[length], new int[length]);
        count = length == 0 ? 0 : Fill();
    }

    /// <summary>Turns old bytes into what they should become: all operands in them that are found.</summary>
    /// <param name="bytes">Old bytes, of one block (<see cref="DeltaLayout.WithinBlock"/>) and one instruction.</param>
    /// <param name="length">How many.</param>
    /// <param name="oldOffset">Where they lie in the old range.</param>
    /// <param name="newOffset">Where they go in the new range.</param>
    public void Predict(byte[] bytes, int length, long oldOffset, long newOffset)
    {
        if (layout.Sections.Count > 0
            && layout.Kinds[(int)(oldOffset / Blocks.Size)] is not OperandKind.None and var kind
            && FindByOldOffset(oldOffset) is { } old && FindByNewOffset(newOffset) is { } made)
        {
            this.bytes = bytes;
            (newAddress, newSection) = (made.NewAddress + newOffset - made.NewOffset, old.NewAddress);
            OperandScan.Find(kind, bytes.AsSpan(0, length), old.OldAddress + oldOffset - old.OldOffset, old.OldAddress, visitor);
        }
    }

    /// <summary>Where something went; false where the old address is not the program's.</summary>
    public bool TryMap(long oldAddress, out long mapped)
    {
        mapped = 0;
        foreach (var section in layout.Sections)
        {
            if (!section.HasOldAddress(oldAddress))
            {
                continue;
            }

            var within = oldAddress - section.OldAddress;
            if (!section.HasBytes)
            {
                mapped = section.NewAddress + within;
                return true;
            }

            var offset = section.OldOffset + within;
            offset += MoveAt(offset);
            if (FindByNewOffset(offset) is { } made)
            {
                mapped = made.NewAddress + offset - made.NewOffset;
                return true;
            }
        }

        return false;
    }

    private bool Predict(int at, OperandForm form, long target)
    {
        if (!TryMap(target, out var mapped))
        {
            return false;
        }

        OperandScan.Write(bytes.AsSpan(at), form, mapped, newAddress + at, newSection);
        return true;
    }

    // Sorted by where the old bytes began. What two instructions took is where the longer one put it.
    private int Fill()
    {
        var (order, moved, made) = (new long[starts.Length], new int[starts.Length], 0);
        for (var i = 0; i < order.Length; i++)
        {
            var instruction = layout.Instructions[i];
            (order[i], moved[i]) = (((long)instruction.Old << 32) | (uint)i, made - instruction.Old);
            made += instruction.Add + instruction.Insert;
        }

        Array.Sort(order);
        var (filled, end, longest) = (0, 0, 0);
        foreach (var entry in order)
        {
            var (start, length) = ((int)(entry >> 32), layout.Instructions[(int)entry].Add);
            var from = start < end && length <= longest ? end : start;
            if (from < start + length)
            {
                (starts[filled], moves[filled]) = (from, moved[(int)entry]);
                filled++;
                (end, longest) = (start + length, length);
            }
        }

        return filled;
    }

    // What was not taken went as far as what was taken before it.
    private int MoveAt(long oldOffset)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = starts[middle] <= oldOffset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : moves[low - 1];
    }

    // What pads a section belongs to it.
    private DeltaSection? FindByOldOffset(long offset)
    {
        DeltaSection? found = null;
        foreach (var section in layout.Sections)
        {
            found = section.HasBytes && section.OldOffset <= offset && (found is null || section.OldOffset >= found.OldOffset) ? section : found;
        }

        return found;
    }

    private DeltaSection? FindByNewOffset(long offset)
    {
        DeltaSection? found = null;
        foreach (var section in layout.Sections)
        {
            found = section.HasBytes && section.NewOffset <= offset && (found is null || section.NewOffset >= found.NewOffset) ? section : found;
        }

        return found;
    }
}
