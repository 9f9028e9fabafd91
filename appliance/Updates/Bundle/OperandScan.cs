using System.Buffers.Binary;

namespace Hearth.Updates.Bundle;

/// <summary>
/// Finds operands in a program's bytes. It guesses: whatever looks like an operand and leads into the program is one. What
/// counts is that it guesses alike wherever a delta is made and applied; a wrong guess costs a difference, no more.
/// </summary>
public static class OperandScan
{
    // Offsets below are seldom addresses, and mostly numbers.
    private const int LeastOffset = 256;

    // A frame's record takes a few dozen bytes; a longer one is none.
    private const int MostFrameBytes = 4096;

    /// <summary>Is told of an operand, where it stands and where it leads to, and says whether it is one.</summary>
    public delegate bool Visitor(int at, OperandForm form, long target);

    /// <summary>Looks through bytes from the first to the last; the visitor may write over an operand that it is told of.</summary>
    /// <param name="kind">What is looked for.</param>
    /// <param name="bytes">Where.</param>
    /// <param name="address">The address of the first byte.</param>
    /// <param name="section">The address of the section's start.</param>
    /// <param name="visit">Is told.</param>
    public static void Find(OperandKind kind, ReadOnlySpan<byte> bytes, long address, long section, Visitor visit)
    {
        switch (kind)
        {
            case OperandKind.X64Code:
                FindInCode(bytes, address, visit);
                break;
            case OperandKind.Pointers:
            case OperandKind.PointersAndOffsets:
                FindPointers(bytes, address, kind == OperandKind.PointersAndOffsets, visit);
                break;
            case OperandKind.Offsets:
                for (var at = ToAligned(address, sizeof(int)); at + sizeof(int) <= bytes.Length; at += sizeof(int))
                {
                    VisitOffset(bytes, at, address, visit);
                }

                break;
            case OperandKind.Frames:
                FindFrames(bytes, address, section, visit);
                break;
            case OperandKind.FrameIndex:
                for (var at = ToAligned(address, sizeof(int)); at + sizeof(int) <= bytes.Length; at += sizeof(int))
                {
                    visit(at, OperandForm.FromSection, section + ReadInt32(bytes, at));
                }

                break;
        }
    }

    /// <summary>Writes an operand.</summary>
    /// <param name="operand">Begins where it stands.</param>
    /// <param name="form">How.</param>
    /// <param name="target">Where it leads to.</param>
    /// <param name="address">The address where it stands.</param>
    /// <param name="section">The address of the section's start.</param>
    public static void Write(Span<byte> operand, OperandForm form, long target, long address, long section)
    {
        if (form == OperandForm.Absolute)
        {
            BinaryPrimitives.WriteInt64LittleEndian(operand, target);
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(operand, unchecked((int)(form switch
        {
            OperandForm.FromEnd => target - (address + sizeof(int)),
            OperandForm.FromStart => target - address,
            OperandForm.Back => address - target,
            _ => target - section,
        })));
    }

    // Intel's manual, volume 2: call (E8), jmp (E9) and jcc (0F 80 to 8F) have an operand of four bytes behind them, and so has
    // a ModRM byte of mod 00 and r/m 101, whatever instruction it belongs to. Where bytes follow the operand, the target is off by
    // as many; what lies there has mostly moved as far.
    private static void FindInCode(ReadOnlySpan<byte> bytes, long address, Visitor visit)
    {
        var (start, at) = (0, 1);
        while (at + sizeof(int) <= bytes.Length)
        {
            var before = bytes[at - 1];
            var isBehindOpcode = before is 0xE8 or 0xE9
                || (before & 0xC7) == 0x05
                || (at - 2 >= start && bytes[at - 2] == 0x0F && (before & 0xF0) == 0x80);
            if (isBehindOpcode && visit(at, OperandForm.FromEnd, address + at + sizeof(int) + ReadInt32(bytes, at)))
            {
                start = at + sizeof(int);
                at = start;
            }

            at++;
        }
    }

    private static void FindPointers(ReadOnlySpan<byte> bytes, long address, bool hasOffsets, Visitor visit)
    {
        for (var at = ToAligned(address, sizeof(long)); at + sizeof(long) <= bytes.Length; at += sizeof(long))
        {
            var target = BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
            if (!visit(at, OperandForm.Absolute, target) && hasOffsets)
            {
                VisitOffset(bytes, at, address, visit);
                VisitOffset(bytes, at + sizeof(int), address, visit);
            }
        }
    }

    private static void VisitOffset(ReadOnlySpan<byte> bytes, int at, long address, Visitor visit)
    {
        var offset = ReadInt32(bytes, at);
        if (offset is <= -LeastOffset or >= LeastOffset)
        {
            visit(at, OperandForm.FromStart, address + at + offset);
        }
    }

    // A record: its length, the way back to what it has in common with others, where its code begins, how long that is, and, behind
    // a length of 4, where the language's own data are.
    private static void FindFrames(ReadOnlySpan<byte> bytes, long address, long section, Visitor visit)
    {
        for (var at = ToAligned(address, sizeof(int)); at + 16 <= bytes.Length; at += sizeof(int))
        {
            var (length, back) = (ReadInt32(bytes, at), ReadInt32(bytes, at + 4));
            var common = address + at + 4 - back;
            if (length is < 12 or > MostFrameBytes || length % sizeof(int) != 0 || back <= 0 || common < section
                || !visit(at + 8, OperandForm.FromStart, address + at + 8 + ReadInt32(bytes, at + 8)))
            {
                continue;
            }

            visit(at + 4, OperandForm.Back, common);
            if (at + 21 <= bytes.Length && bytes[at + 16] == sizeof(int))
            {
                visit(at + 17, OperandForm.FromStart, address + at + 17 + ReadInt32(bytes, at + 17));
            }

            at += 12;
        }
    }

    private static int ToAligned(long address, int size) => (int)(-address & (size - 1));

    private static int ReadInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
}
