using System.Buffers.Binary;
using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>A program in a range of an image: what ELF says of it (System V ABI, chapter 4; 64 bits, little-endian).</summary>
/// <param name="Sections">Its segments, and the parts of one that holds unwind records.</param>
/// <param name="Kinds">What to expect in each block of the range.</param>
internal sealed record ElfProgram(IReadOnlyList<ProgramSection> Sections, IReadOnlyList<OperandKind> Kinds)
{
    private const int HeaderSize = 64;
    private const int EntrySize = 56;
    private const int MachineX64 = 62;
    private const int TypeLoad = 1;
    private const int TypeFrameIndex = 0x6474E550;
    private const int FlagExecutable = 1;
    private const int FlagWrite = 2;

    // More than any processor has for programs; devices refuse what is far beyond.
    private const long MostAddress = 1L << 56;

    /// <summary>The program with the most loaded bytes; files begin at a block.</summary>
    public static ElfProgram? FindLargest(byte[] range)
    {
        List<ProgramSection> largest = [];
        for (var start = 0; start + HeaderSize <= range.Length; start += Blocks.Size)
        {
            if (range.AsSpan(start).StartsWith("\u007fELF\u0002\u0001"u8) && ReadSections(range.AsSpan(start), start) is { } sections && SizeOf(sections) > SizeOf(largest))
            {
                largest = sections;
            }
        }

        return largest.Count == 0 ? null : new ElfProgram(largest, [.. Enumerable.Range(0, DeltaLayout.BlocksOf(range.Length)).Select(block => KindAt(largest, (block * (long)Blocks.Size) + (Blocks.Size / 2)))]);
    }

    /// <summary>The same program with other kinds where its sections do not say for sure.</summary>
    public ElfProgram With(IReadOnlyList<OperandKind> kinds) => this with
    {
        Kinds = [.. Kinds.Select((kind, block) => kind is OperandKind.Pointers or OperandKind.Offsets or OperandKind.None ? kinds[block] : kind)],
    };

    /// <summary>The range with other targets in its operands, each as an address.</summary>
    public byte[] Rewrite(byte[] range, Func<long, long> target)
    {
        var rewritten = range.ToArray();
        for (var block = 0; block < Kinds.Count; block++)
        {
            var offset = block * Blocks.Size;
            if (Sections.LastOrDefault(section => section.HasBytes && section.Offset <= offset) is not { } section)
            {
                continue;
            }

            var bytes = rewritten.AsMemory(offset, Math.Min(Blocks.Size, range.Length - offset));
            OperandScan.Find(Kinds[block], bytes.Span, section.Address + offset - section.Offset, section.Address, (at, form, old) =>
            {
                var isTarget = Sections.Any(other => old >= other.Address && old - other.Address < other.Length);
                if (isTarget)
                {
                    OperandScan.Write(bytes.Span[at..], form == OperandForm.Absolute ? form : OperandForm.FromSection, target(old), 0, 0);
                }

                return isTarget;
            });
        }

        return rewritten;
    }

    private static long SizeOf(List<ProgramSection> sections) => sections.Where(section => section.HasBytes).Sum(section => section.Length);

    // By the program headers, which stand at the file's start: its end, with the sections' headers, lies elsewhere in an image
    // where it fills no block. Null where something is not there.
    private static List<ProgramSection>? ReadSections(ReadOnlySpan<byte> file, int start)
    {
        var (table, count) = (Long(file, 32), Short(file, 56));
        if (table < HeaderSize || table > file.Length || table + (count * EntrySize) > file.Length)
        {
            return null;
        }

        var sections = new List<ProgramSection>();
        ProgramSection? index = null;
        for (var i = 0; i < count; i++)
        {
            var entry = file.Slice((int)table + (i * EntrySize), EntrySize);
            var (type, flags) = (Int(entry, 0), Int(entry, 4));
            var (offset, address, length, reserved) = (Long(entry, 8), Long(entry, 16), Long(entry, 32), Long(entry, 40));
            if (type is not TypeLoad and not TypeFrameIndex)
            {
                continue;
            }

            if (address is < 0 or > MostAddress || offset < 0 || length < 0 || offset > file.Length || length > file.Length - offset || reserved < length || reserved > MostAddress)
            {
                return null;
            }

            if (type == TypeFrameIndex)
            {
                index = new ProgramSection("frame index", OperandKind.FrameIndex, true, start + offset, address, length);
                continue;
            }

            sections.Add(new ProgramSection($"segment {i}", KindOf(flags, Short(file, 18)), true, start + offset, address, length));
            if (reserved > length)
            {
                sections.Add(new ProgramSection($"reserved {i}", OperandKind.None, false, 0, address + length, reserved - length));
            }
        }

        return index is null ? sections : [.. sections.SelectMany(section => Split(section, index))];
    }

    // Linkers put the records behind their index.
    private static IEnumerable<ProgramSection> Split(ProgramSection section, ProgramSection index)
    {
        var (before, end) = (index.Address - section.Address, index.Address + index.Length);
        return !section.HasBytes || before < 0 || end > section.Address + section.Length
            ? [section]
            :
            [
                section with { Length = before },
                index,
                section with
                {
                    Name = "frames",
                    Kind = OperandKind.Frames,
                    Offset = index.Offset + index.Length,
                    Address = end,
                    Length = section.Address + section.Length - end,
                },
            ];
    }

    private static OperandKind KindOf(int flags, int machine) => flags switch
    {
        _ when (flags & FlagExecutable) != 0 => machine == MachineX64 ? OperandKind.X64Code : OperandKind.None,
        _ when (flags & FlagWrite) != 0 => OperandKind.Pointers,
        _ => OperandKind.Offsets,
    };

    private static OperandKind KindAt(List<ProgramSection> sections, long offset) =>
        sections.LastOrDefault(section => section.HasBytes && section.Offset <= offset && offset < section.Offset + section.Length)?.Kind ?? OperandKind.None;

    private static long Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
