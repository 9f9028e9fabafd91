using System.Buffers.Binary;
using Hearth.Tests.Machine.Updates;
using Hearth.Tests.PowerCut;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Tests.Machine.Images;

/// <summary>A disk of a test: an overlay on an image or on another disk, which it never changes.</summary>
internal sealed class TestDisk : IDisposable
{
    /// <summary>Room for growth, and a size that an SD card may have: the Raspberry Pi's controller wants a power of two.</summary>
    public const long Size = 2L << 30;

    private const int Sector = 512;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("disk");

    private TestDisk()
    {
    }

    /// <summary>The qcow2 file.</summary>
    public string Path => System.IO.Path.Combine(folder.FullName, "disk.qcow2");

    /// <summary>A disk that was just flashed.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancel">Ends the flashing.</param>
    /// <param name="size">In bytes.</param>
    public static Task<TestDisk> FlashAsync(ImageBuild image, CancellationToken cancel, long size = Size) => OverAsync(image.Disk, "raw", size, cancel);

    /// <summary>A copy of a disk that no machine has open; the original must outlive it unchanged.</summary>
    public Task<TestDisk> BranchAsync(CancellationToken cancel) => OverAsync(Path, "qcow2", Size, cancel);

    /// <summary>A copy of a disk that no machine has open, with changes that no machine made.</summary>
    public async Task<TestDisk> EditedAsync(Action<RawDisk> edit, CancellationToken cancel)
    {
        var edited = new TestDisk();
        var raw = System.IO.Path.Combine(edited.folder.FullName, "base.raw");
        await OwnedProcess.RunAsync(["qemu-img", "convert", "-O", "raw", Path, raw], cancel);
        using (var open = new RawDisk(raw))
        {
            edit(open);
        }

        await CreateAsync(edited, raw, "raw", new FileInfo(raw).Length, cancel);
        return edited;
    }

    /// <summary>A disk with that on it.</summary>
    public static async Task<TestDisk> HoldingAsync(byte[] contents, CancellationToken cancel)
    {
        const int Piece = 1 << 20;
        var disk = new TestDisk();
        var raw = System.IO.Path.Combine(disk.folder.FullName, "base.raw");
        using (var file = File.OpenHandle(raw, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, contents.Length);
            foreach (var (index, piece) in contents.Chunk(Piece).Index())
            {
                if (piece.AsSpan().ContainsAnyExcept((byte)0))
                {
                    RandomAccess.Write(file, piece, (long)index * Piece);
                }
            }
        }

        await CreateAsync(disk, raw, "raw", contents.Length, cancel);
        return disk;
    }

    /// <summary>The unique identity of a partition, as the kernel's PARTUUID.</summary>
    /// <param name="number">From 1 on.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<Guid> PartitionIdAsync(int number, CancellationToken cancel)
    {
        // UEFI 2.10, section 5.3: 128-byte entries from sector 2 on, the unique identity at 16.
        var table = await ReadAsync(sectors: 34, cancel);
        return new Guid(table.AsSpan((2 * Sector) + ((number - 1) * 128) + 16, 16));
    }

    /// <summary>First sector and number of sectors of a partition.</summary>
    public async Task<(long First, long Count)> PartitionAsync(int number, CancellationToken cancel)
    {
        var table = await ReadAsync(sectors: 34, cancel);
        var entry = table.AsSpan((2 * Sector) + ((number - 1) * 128));
        var first = BinaryPrimitives.ReadInt64LittleEndian(entry[32..]);
        return (first, BinaryPrimitives.ReadInt64LittleEndian(entry[40..]) - first + 1);
    }

    /// <summary>Where on it things lie.</summary>
    public async Task<DiskLayout> LayoutAsync(CancellationToken cancel) => DiskLayout.OfDisk(await ReadAsync(sectors: 34, cancel));

    /// <summary>The whole disk as a sparse raw file beside it.</summary>
    public async Task<string> ToRawAsync(CancellationToken cancel)
    {
        var raw = System.IO.Path.Combine(folder.FullName, "disk.raw");
        await OwnedProcess.RunAsync(["qemu-img", "convert", "-O", "raw", Path, raw], cancel);
        return raw;
    }

    /// <summary>How often each of some byte sequences occurs on the raw disk, whatever lies there.</summary>
    public async Task<IReadOnlyList<int>> CountAsync(IReadOnlyList<byte[]> canaries, CancellationToken cancel)
    {
        var raw = await ToRawAsync(cancel);
        try
        {
            using var disk = File.OpenHandle(raw);
            return Count(disk, canaries);
        }
        finally
        {
            File.Delete(raw);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static int[] Count(SafeFileHandle disk, IReadOnlyList<byte[]> canaries)
    {
        const int Piece = 16 << 20;
        var overlap = canaries.Max(canary => canary.Length) - 1;
        var counts = new int[canaries.Count];
        var buffer = new byte[Piece + overlap];
        for (long offset = 0; RandomAccess.Read(disk, buffer, offset) is var read and > 0; offset += Piece)
        {
            var piece = buffer.AsSpan(0, read);
            for (var i = 0; i < canaries.Count; i++)
            {
                // What begins in the overlap is counted with the next piece.
                counts[i] += CountIn(piece[..Math.Min(read, Piece + canaries[i].Length - 1)], canaries[i]);
            }
        }

        return counts;
    }

    private static int CountIn(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> canary)
    {
        var count = 0;
        for (int at; (at = piece.IndexOf(canary)) >= 0; piece = piece[(at + 1)..])
        {
            count++;
        }

        return count;
    }

    private static async Task<TestDisk> OverAsync(string below, string format, long size, CancellationToken cancel)
    {
        var disk = new TestDisk();
        await CreateAsync(disk, below, format, size, cancel);
        return disk;
    }

    private static Task<string> CreateAsync(TestDisk disk, string below, string format, long size, CancellationToken cancel) =>
        OwnedProcess.RunAsync(["qemu-img", "create", "-q", "-f", "qcow2", "-b", below, "-F", format, disk.Path, $"{size}"], cancel);

    private async Task<byte[]> ReadAsync(int sectors, CancellationToken cancel)
    {
        var file = System.IO.Path.Combine(folder.FullName, "head");
        await OwnedProcess.RunAsync(["qemu-img", "dd", "-U", "-f", "qcow2", "-O", "raw", $"bs={Sector}", $"count={sectors}", $"if={Path}", $"of={file}"], cancel);
        return await File.ReadAllBytesAsync(file, cancel);
    }
}
