using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Hearth.Updates.Bundle;

/// <summary>What a delta says before any byte: what it knows of a program in its ranges, and how the new range is made.</summary>
/// <param name="Sections">The program's; none where there is no program.</param>
/// <param name="Kinds">What to expect in each <see cref="Blocks.Size"/> of the old range; none where there is no program. What looks like an operand across two is none.</param>
/// <param name="Instructions">In the order of the new range.</param>
public sealed record DeltaLayout(IReadOnlyList<DeltaSection> Sections, IReadOnlyList<OperandKind> Kinds, IReadOnlyList<DeltaInstruction> Instructions)
{
    /// <summary>Sections of a program: ours has seven.</summary>
    public const int MostSections = 64;

    /// <summary>Instructions: between twenty commits our program has some ten thousand.</summary>
    public const int MostInstructions = 40_000;

    /// <summary>Bytes of memory at most: instructions, and the map of addresses made of them.</summary>
    public const int MemoryBytes = MostInstructions * (12 + AddressMap.BytesPerInstruction);

    // Beyond every partition, and twice of it can be added.
    private const long MostAddress = long.MaxValue / 4;

    /// <summary>The bytes of a block from a position on, up to so many.</summary>
    public static int WithinBlock(long position, long most) => (int)Math.Min(most, Blocks.Size - (position % Blocks.Size));

    /// <summary>Reads a layout; false where it is none, or leads outside its ranges.</summary>
    /// <param name="stored">As Brotli.</param>
    /// <param name="oldLength">Bytes of the old range.</param>
    /// <param name="newLength">Bytes of the new range.</param>
    /// <param name="layout">The layout.</param>
    public static bool TryRead(ReadOnlyMemory<byte> stored, long oldLength, long newLength, [NotNullWhen(true)] out DeltaLayout? layout)
    {
        using var input = new BrotliSection(stored);
        layout = oldLength <= int.MaxValue && newLength <= int.MaxValue
            && ReadSections(input) is { } sections
            && ReadKinds(input, sections.Length == 0 ? 0 : BlocksOf(oldLength)) is { } kinds
            && ReadInstructions(input, oldLength, newLength) is { } instructions
            && input.IsAtEnd()
                ? new DeltaLayout(sections, kinds, instructions)
                : null;
        return layout is not null;
    }

    /// <summary>Blocks of an old range.</summary>
    public static int BlocksOf(long oldLength) => (int)((oldLength + Blocks.Size - 1) / Blocks.Size);

    /// <summary>The form that is compressed.</summary>
    public byte[] Encode()
    {
        var output = new ArrayBufferWriter<byte>();
        VariableNumber.Write(output, Sections.Count);
        foreach (var section in Sections)
        {
            VariableNumber.Write(output, section.HasBytes ? 1 : 0);
            VariableNumber.Write(output, section.OldOffset);
            VariableNumber.Write(output, section.OldAddress);
            VariableNumber.Write(output, section.OldLength);
            VariableNumber.Write(output, section.NewOffset);
            VariableNumber.Write(output, section.NewAddress);
        }

        for (int i = 0, end; i < Kinds.Count; i = end)
        {
            for (end = i + 1; end < Kinds.Count && Kinds[end] == Kinds[i]; end++)
            {
            }

            VariableNumber.Write(output, (int)Kinds[i]);
            VariableNumber.Write(output, end - i);
        }

        WriteInstructions(output);
        return output.WrittenSpan.ToArray();
    }

    // Each field of all of them by itself: they compress better.
    private void WriteInstructions(ArrayBufferWriter<byte> output)
    {
        VariableNumber.Write(output, Instructions.Count);
        var position = 0;
        foreach (var instruction in Instructions)
        {
            VariableNumber.Write(output, VariableNumber.FoldSign(instruction.Old - position));
            position = instruction.Old + instruction.Add;
            VariableNumber.Write(output, instruction.Add);
        }

        foreach (var instruction in Instructions)
        {
            VariableNumber.Write(output, instruction.Insert);
        }
    }

    private static DeltaSection[]? ReadSections(BrotliSection input)
    {
        if (!input.TryReadNumber(out var count) || count > MostSections)
        {
            return null;
        }

        var sections = new DeltaSection[count];
        for (var i = 0; i < count; i++)
        {
            if (!input.TryReadNumber(out var hasBytes) || hasBytes > 1
                || !TryReadAddress(input, out var oldOffset) || !TryReadAddress(input, out var oldAddress) || !TryReadAddress(input, out var oldLength)
                || !TryReadAddress(input, out var newOffset) || !TryReadAddress(input, out var newAddress))
            {
                return null;
            }

            sections[i] = new DeltaSection(hasBytes == 1, oldOffset, oldAddress, oldLength, newOffset, newAddress);
        }

        return sections;
    }

    private static bool TryReadAddress(BrotliSection input, out long address) => input.TryReadNumber(out address) && address <= MostAddress;

    private static OperandKind[]? ReadKinds(BrotliSection input, int blocks)
    {
        var kinds = new OperandKind[blocks];
        for (var done = 0; done < blocks;)
        {
            if (!input.TryReadNumber(out var kind) || kind > (int)OperandKind.FrameIndex
                || !input.TryReadNumber(out var run) || run == 0 || run > blocks - done)
            {
                return null;
            }

            kinds.AsSpan(done, (int)run).Fill((OperandKind)kind);
            done += (int)run;
        }

        return kinds;
    }

    // Each makes something: else a few bytes of Brotli would keep a device busy for ever.
    private static DeltaInstruction[]? ReadInstructions(BrotliSection input, long oldLength, long newLength)
    {
        if (!input.TryReadNumber(out var count) || count > Math.Min(MostInstructions, newLength))
        {
            return null;
        }

        var instructions = new DeltaInstruction[count];
        var (position, toMake) = (0L, newLength);
        for (var i = 0; i < count; i++)
        {
            if (!input.TryReadNumber(out var folded) || !input.TryReadNumber(out var add))
            {
                return null;
            }

            var move = VariableNumber.UnfoldSign(folded);
            if (move < -position || move > oldLength - position || add > Math.Min(toMake, oldLength - position - move))
            {
                return null;
            }

            position += move;
            instructions[i] = new DeltaInstruction((int)position, (int)add, 0);
            (position, toMake) = (position + add, toMake - add);
        }

        for (var i = 0; i < count; i++)
        {
            if (!input.TryReadNumber(out var insert) || insert > toMake || (insert == 0 && instructions[i].Add == 0))
            {
                return null;
            }

            instructions[i] = instructions[i] with { Insert = (int)insert };
            toMake -= insert;
        }

        return toMake == 0 ? instructions : null;
    }
}
