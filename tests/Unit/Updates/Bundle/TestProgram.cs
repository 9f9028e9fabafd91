using System.Buffers.Binary;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>
/// A program as a linker makes it: functions that call each other and use data, tables of pointers and offsets, unwind
/// records. Made of other functions, it has its addresses anew.
/// </summary>
internal sealed class TestProgram
{
    private const int HeaderSize = 64;
    private const int EntrySize = 56;
    private const int Entries = 4;
    private const int FrameSize = 32;
    private const int CommonSize = 24;
    private const int IndexHeaderSize = 12;

    private readonly IReadOnlyList<int> functions;
    private readonly List<Section> sections = [];
    private readonly Dictionary<int, long> addresses = [];

    private TestProgram(IReadOnlyList<int> functions) => this.functions = functions;

    /// <summary>Links.</summary>
    /// <param name="functions">The functions, by number, in their order: what a function does depends on its number alone.</param>
    public static byte[] Link(IReadOnlyList<int> functions)
    {
        var program = new TestProgram(functions);
        program.Place();
        return program.Write();
    }

    private static int LengthOf(int function) => 60 + (function * 37 % 150);

    // Each permission has its own pages, so file and memory are differently far apart.
    private void Place()
    {
        var count = functions.Count;
        var code = functions.Sum(LengthOf);
        var offset = HeaderSize + (Entries * EntrySize);
        Add(count * 8, 0x200000);
        Add(IndexHeaderSize + (count * 8), 0x200000);
        Add(CommonSize + (count * FrameSize), 0x200000);
        Add(code, 0x201000);
        Add(count * 16, 0x202000);
        sections.Add(new Section(sections[^1].Address + sections[^1].Length, 0, count * 8));
        var address = sections[3].Address;
        foreach (var function in functions)
        {
            addresses[function] = address;
            address += LengthOf(function);
        }

        void Add(int length, long distance)
        {
            sections.Add(new Section(offset + distance, offset, length));
            offset = (offset + length + 31) / 32 * 32;
        }
    }

    private byte[] Write()
    {
        var file = new byte[sections[4].Offset + sections[4].Length];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(18), 62);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(32), HeaderSize);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(56), Entries);
        var (constants, frames, code, data, reserved) = (sections[0], sections[2], sections[3], sections[4], sections[5]);
        WriteEntry(0, 1, 4, constants, frames.Offset + frames.Length - constants.Offset, 0);
        WriteEntry(1, 1, 5, code, code.Length, 0);
        WriteEntry(2, 1, 6, data, data.Length, reserved.Length);
        WriteEntry(3, 0x6474E550, 4, sections[1], sections[1].Length, 0);
        for (var i = 0; i < functions.Count; i++)
        {
            WriteFunction(file, i);
            WriteTables(file, i);
            WriteFrame(file, i);
        }

        return file;

        void WriteEntry(int index, int type, int flags, Section first, long length, long reserved)
        {
            var entry = file.AsSpan(HeaderSize + (index * EntrySize), EntrySize);
            BinaryPrimitives.WriteInt32LittleEndian(entry, type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], flags);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], first.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(entry[16..], first.Address);
            BinaryPrimitives.WriteInt64LittleEndian(entry[32..], length);
            BinaryPrimitives.WriteInt64LittleEndian(entry[40..], length + reserved);
        }
    }

    // A call of the function with twice the number, a use of its own data, a use of what is reserved.
    private void WriteFunction(byte[] file, int index)
    {
        var (function, address) = (functions[index], addresses[functions[index]]);
        var code = file.AsSpan((int)(sections[3].Offset + address - sections[3].Address), LengthOf(function));
        new Random(function).NextBytes(code);
        WriteOperand(code, [0xE8], 5, addresses.GetValueOrDefault(function * 2, addresses[functions[0]]));
        WriteOperand(code, [0x48, 0x8D, 0x05], 20, sections[4].Address + (index * 16));
        WriteOperand(code, [0x8B, 0x0D], 40, sections[5].Address + (index * 8));

        void WriteOperand(Span<byte> code, ReadOnlySpan<byte> opcode, int at, long target)
        {
            opcode.CopyTo(code[(at - opcode.Length)..]);
            BinaryPrimitives.WriteInt32LittleEndian(code[at..], (int)(target - (address + at + 4)));
        }
    }

    private void WriteTables(byte[] file, int index)
    {
        var (function, address) = (functions[index], addresses[functions[index]]);
        var data = file.AsSpan(sections[4].Offset + (index * 16), 16);
        BinaryPrimitives.WriteInt64LittleEndian(data, address);
        BinaryPrimitives.WriteInt64LittleEndian(data[8..], function * 0x1234567890L);
        var constant = file.AsSpan(sections[0].Offset + (index * 8), 8);
        BinaryPrimitives.WriteInt32LittleEndian(constant, (int)(address - (sections[0].Address + (index * 8))));
        BinaryPrimitives.WriteInt32LittleEndian(constant[4..], function);
        var entry = file.AsSpan(sections[1].Offset + IndexHeaderSize + (index * 8), 8);
        BinaryPrimitives.WriteInt32LittleEndian(entry, (int)(address - sections[1].Address));
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], (int)(sections[2].Address + CommonSize + (index * FrameSize) - sections[1].Address));
    }

    private void WriteFrame(byte[] file, int index)
    {
        var at = CommonSize + (index * FrameSize);
        var address = sections[2].Address + at;
        var frame = file.AsSpan(sections[2].Offset + at, FrameSize);
        BinaryPrimitives.WriteInt32LittleEndian(frame, FrameSize - 4);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], at + 4);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], (int)(addresses[functions[index]] - (address + 8)));
        BinaryPrimitives.WriteInt32LittleEndian(frame[12..], LengthOf(functions[index]));
        frame[16] = 4;
        BinaryPrimitives.WriteInt32LittleEndian(frame[17..], (int)(sections[0].Address + (index * 8) - (address + 17)));
    }

    private sealed record Section(long Address, int Offset, int Length);
}
