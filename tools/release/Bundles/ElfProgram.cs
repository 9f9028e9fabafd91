using System.Buffers.Binary;
using System.Text;
using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>A program in a range of an image: what ELF says of it (System V ABI, chapter 4; 64 bits, little-endian).</summary>
/// <param name="Sections">Those that are loaded, and are larger than nothing.</param>
/// <param name="Kinds">What to expect in each block of the range.</param>
internal sealed record ElfProgram(IReadOnlyList<ProgramSection> Sections, IReadOnlyList<OperandKind> Kinds)
{
    private const int HeaderSize = 64;
    private const int SectionSize = 64;
    private const int MachineX64 = 62;
    private const int TypeNoBits = 8;
    private const long FlagWrite = 1;
    private const long FlagLoaded = 2;
    private const long FlagExecutable = 4;
    private const long FlagThreadLocal = 0x400;

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

    // Null where something of it is not there.
    private static List<ProgramSection>? ReadSections(ReadOnlySpan<byte> file, int start)
    {
        var (table, count, names) = (Long(file, 40), Short(file, 60), Short(file, 62));
        if (table < HeaderSize || table > file.Length || table + (count * SectionSize) > file.Length || names >= count)
        {
            return null;
        }

        var sections = new List<ProgramSection>();
        var namesOffset = Long(file, (int)table + (names * SectionSize) + 24);
        for (var i = 0; i < count; i++)
        {
            var entry = file.Slice((int)table + (i * SectionSize), SectionSize);
            var (flags, hasBytes) = (Long(entry, 8), BinaryPrimitives.ReadInt32LittleEndian(entry[4..]) != TypeNoBits);
            var (address, offset, length) = (Long(entry, 16), Long(entry, 24), Long(entry, 32));
            if ((flags & FlagLoaded) == 0 || length <= 0 || (!hasBytes && (flags & FlagThreadLocal) != 0))
            {
                continue;
            }

            if (ReadName(file, namesOffset + BinaryPrimitives.ReadInt32LittleEndian(entry)) is not { } name
                || address < 0 || offset < 0 || (hasBytes && (offset > file.Length || length > file.Length - offset)))
            {
                return null;
            }

            sections.Add(new ProgramSection(name, KindOf(name, flags, Short(file, 18)), hasBytes, hasBytes ? start + offset : 0, address, length));
        }

        return sections;
    }

    private static string? ReadName(ReadOnlySpan<byte> file, long offset) =>
        offset >= 0 && offset < file.Length && file[(int)offset..].IndexOf((byte)0) is >= 0 and var length ? Encoding.ASCII.GetString(file.Slice((int)offset, length)) : null;

    private static OperandKind KindOf(string name, long flags, int machine) => name switch
    {
        ".eh_frame" => OperandKind.Frames,
        ".eh_frame_hdr" => OperandKind.FrameIndex,
        ".rodata" => OperandKind.Offsets,
        _ when (flags & FlagExecutable) != 0 => machine == MachineX64 ? OperandKind.X64Code : OperandKind.None,
        _ => (flags & FlagWrite) != 0 ? OperandKind.Pointers : OperandKind.None,
    };

    private static OperandKind KindAt(List<ProgramSection> sections, long offset) =>
        sections.LastOrDefault(section => section.HasBytes && section.Offset <= offset && offset < section.Offset + section.Length)?.Kind ?? OperandKind.None;

    private static long Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
