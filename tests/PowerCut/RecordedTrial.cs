using System.Globalization;
using System.IO.Compression;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// What an emulated PC wrote from the first start of a new version to its confirmation, brought onto a disk with small slots:
/// the machine only reads those. <c>recorded/</c> keeps one such recording; tests/Machine makes another whenever it is asked to.
/// </summary>
/// <param name="Data">The data partition before it.</param>
/// <param name="Log">The recording, with marks for its phases and for what was acknowledged.</param>
internal sealed record RecordedTrial(byte[] Data, IReadOnlyList<LogEntry> Log)
{
    /// <summary>A mark that begins so names what had been acknowledged as published by then.</summary>
    public const string Acknowledged = "acknowledged ";

    private static readonly string Folder = Path.Join(Repository.Root, "tests/PowerCut/recorded");

    /// <summary>The disk that it is brought onto.</summary>
    public DiskLayout Layout => DiskLayout.SmallWith(Data.Length);

    /// <summary>The one that is kept.</summary>
    public static RecordedTrial Kept()
    {
        using var log = new MemoryStream(Unpack("trial.log.br"));
        return new(Unpack("data.ext4.br"), [.. WriteLog.Read(log)]);
    }

    /// <summary>The one that tests/Machine left in a folder.</summary>
    public static RecordedTrial Of(string folder)
    {
        var disk = File.ReadAllBytes(Path.Join(folder, "disk.raw"));
        var layout = DiskLayout.OfDisk(disk);
        var acknowledged = File.ReadAllLines(Path.Join(folder, "acknowledged")).Select(line => line.Split(' ', 2))
            .ToLookup(words => int.Parse(words[0], CultureInfo.InvariantCulture), words => words[1]);
        using var log = File.OpenRead(Path.Join(folder, "writes.log"));
        var data = disk.AsSpan((int)layout.Data.Offset, (int)layout.Data.Length).ToArray();
        return new(data, [.. Marked(WriteLog.Read(log), layout, DiskLayout.SmallWith(data.Length), acknowledged)]);
    }

    /// <summary>Makes it the one that is kept.</summary>
    public void Keep()
    {
        Directory.CreateDirectory(Folder);
        using var log = new MemoryStream();
        WriteLog.Write(log, [.. Log]);
        Pack("trial.log.br", log.ToArray());
        Pack("data.ext4.br", Data);
    }

    // A machine says no phase: where it writes tells it.
    private static IEnumerable<LogEntry> Marked(IEnumerable<LogEntry> log, DiskLayout from, DiskLayout to, ILookup<int, string> acknowledged)
    {
        var (phase, count) = ("", 0);
        foreach (var entry in log)
        {
            foreach (var name in acknowledged[count++])
            {
                yield return WriteLog.Mark(Acknowledged + name);
            }

            if (entry.Data.IsEmpty && entry.Discarded == 0)
            {
                yield return entry;
                continue;
            }

            var now = from.Tries.Holds(entry.Offset) ? "GRUB's own write" : from.Data.Holds(entry.Offset) ? "first start" : "confirmation";
            if (now != phase)
            {
                yield return WriteLog.Mark(phase = now);
            }

            yield return entry with { Offset = Moved(entry.Offset, from, to) };
        }
    }

    private static long Moved(long offset, DiskLayout from, DiskLayout to)
    {
        var (source, target) = from.Data.Holds(offset) ? (from.Data, to.Data)
            : from.Copy1.Holds(offset) ? (from.Copy1, to.Copy1)
            : from.Copy2.Holds(offset) ? (from.Copy2, to.Copy2)
            : from.Tries.Holds(offset) ? (from.Tries, to.Tries)
            : throw new InvalidDataException($"a trial wrote at {offset}, which is no record and no data");
        return offset - source.Offset + target.Offset;
    }

    private static byte[] Unpack(string name)
    {
        using var file = File.OpenRead(Path.Join(Folder, name));
        using var brotli = new BrotliStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void Pack(string name, byte[] bytes)
    {
        const int BestQuality = 11, WindowBits = 24;
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        if (!BrotliEncoder.TryCompress(bytes, packed, out var size, BestQuality, WindowBits))
        {
            throw new InvalidOperationException("Brotli does not keep to its own bound.");
        }

        File.WriteAllBytes(Path.Join(Folder, name), packed[..size]);
    }
}
