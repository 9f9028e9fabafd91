using System.Buffers.Binary;
using System.Text;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>
/// A program as a linker makes it: functions that call each other and use data, tables of pointers and offsets, unwind
/// records. Made of other functions, it has its addresses anew.
/// </summary>
internal sealed class TestProgram
{
    private const int HeaderSize = 64;
    private const int SectionSize = 64;
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
        var offset = HeaderSize;
        Add(".rodata", 2, count * 8, 0x200000);
        Add(".eh_frame_hdr", 2, IndexHeaderSize + (count * 8), 0x200000);
        Add(".eh_frame", 2, CommonSize + (count * FrameSize), 0x200000);
        Add(".text", 6, code, 0x201000);
        Add(".data", 3, count * 16, 0x202000);
        sections.Add(new Section(".bss", 8, 3, sections[^1].Address + sections[^1].Length + 64, 0, count * 8));
        var address = sections[3].Address;
        foreach (var function in functions)
        {
            addresses[function] = address;
            address += LengthOf(function);
        }

        void Add(string name, int flags, int length, long distance)
        {
            sections.Add(new Section(name, 1, flags, offset + distance, offset, length));
            offset = (offset + length + 31) / 32 * 32;
        }
    }

    private byte[] Write()
    {
        var names = string.Join('\0', ["", .. sections.Select(section => section.Name), ".shstrtab", ""]);
        var end = sections[4].Offset + sections[4].Length;
        var table = (end + names.Length + 7) / 8 * 8;
        var file = new byte[table + ((sections.Count + 2) * SectionSize)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(18), 62);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(40), table);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(60), (short)(sections.Count + 2));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(62), (short)(sections.Count + 1));
        Encoding.ASCII.GetBytes(names, file.AsSpan(end));
        Section[] all = [.. sections, new Section(".shstrtab", 3, 0, 0, end, names.Length)];
        for (var i = 0; i < all.Length; i++)
        {
            var entry = file.AsSpan(table + ((i + 1) * SectionSize), SectionSize);
            BinaryPrimitives.WriteInt32LittleEndian(entry, names.IndexOf($"\0{all[i].Name}\0", StringComparison.Ordinal) + 1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], all[i].Type);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], all[i].Flags);
            BinaryPrimitives.WriteInt64LittleEndian(entry[16..], all[i].Address);
            BinaryPrimitives.WriteInt64LittleEndian(entry[24..], all[i].Offset);
            BinaryPrimitives.WriteInt64LittleEndian(entry[32..], all[i].Length);
        }

        for (var i = 0; i < functions.Count; i++)
        {
            WriteFunction(file, i);
            WriteTables(file, i);
            WriteFrame(file, i);
        }

        return file;
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

    private sealed record Section(string Name, int Type, long Flags, long Address, int Offset, int Length);
}
