using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using Hearth.Updates.Slots;

namespace Hearth.Tests.PowerCut;

/// <summary>Where things lie on a disk: partitions, and in the boot partition the sectors that image-builder/layout.sh names.</summary>
internal sealed partial record DiskLayout(Extent Boot, Extent KernelA, Extent KernelB, Extent RootA, Extent RootB, Extent Data)
{
    private const int Sector = 512;
    private const int Mebibyte = 1 << 20;

    private static readonly Dictionary<string, long> Settings = Setting()
        .Matches(File.ReadAllText(Path.Join(Repository.Root, "image-builder/layout.sh")))
        .ToDictionary(match => match.Groups[1].Value, match => long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));

    /// <summary>As small as the sectors of the boot partition allow.</summary>
    public static DiskLayout Small { get; } = OfSizes(boot: 8, kernel: 1, root: 2, data: 4);

    public long Length => Data.End + Mebibyte;

    public Extent Copy1 => Boot.Part(Settings["record_1_sector"] * Sector, BootRecordCopy.Size);

    public Extent Copy2 => Boot.Part(Settings["record_2_sector"] * Sector, BootRecordCopy.Size);

    public Extent Tries => Boot.Part(Settings["tries_sector"] * Sector, TriesBlock.Size);

    public Extent Kernel(Slot slot) => slot == Slot.A ? KernelA : KernelB;

    public Extent Root(Slot slot) => slot == Slot.A ? RootA : RootB;

    /// <summary>A disk's own, by its GUID partition table: the first six partitions.</summary>
    public static DiskLayout OfDisk(ReadOnlySpan<byte> disk)
    {
        var entries = disk[(2 * Sector)..];
        return new(Entry(entries, 1), Entry(entries, 2), Entry(entries, 3), Entry(entries, 4), Entry(entries, 5), Entry(entries, 6));
    }

    /// <summary>A disk with partitions of so many MiB.</summary>
    public static DiskLayout OfSizes(long boot, long kernel, long root, long data)
    {
        var end = 1L;
        Extent Next(long size)
        {
            end += size;
            return new((end - size) * Mebibyte, size * Mebibyte);
        }

        return new(Next(boot), Next(kernel), Next(kernel), Next(root), Next(root), Next(data));
    }

    /// <summary>A disk's boot partition with nothing where the boot record and the boot loader's block are.</summary>
    public byte[] BootFiles(ReadOnlySpan<byte> disk)
    {
        var files = disk.Slice((int)Boot.Offset, (int)Boot.Length).ToArray();
        foreach (var part in (Extent[])[Copy1, Copy2, Tries])
        {
            files.AsSpan((int)(part.Offset - Boot.Offset), (int)part.Length).Clear();
        }

        return files;
    }

    private static Extent Entry(ReadOnlySpan<byte> entries, int number)
    {
        var entry = entries[(128 * (number - 1))..];
        var (first, last) = (BinaryPrimitives.ReadInt64LittleEndian(entry[32..]), BinaryPrimitives.ReadInt64LittleEndian(entry[40..]));
        return new(first * Sector, (last - first + 1) * Sector);
    }

    [GeneratedRegex(@"(?<=^|\s)([a-z_0-9]+)=(\d+)(?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
