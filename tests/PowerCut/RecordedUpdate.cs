using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// What an emulated PC wrote on its disk from being asked for an update to its confirmation. tests/Machine makes such a
/// recording; <c>recorded/</c> keeps one, without the bytes of the slots: it says of each write into one which bytes of the
/// image it were, and where it is replayed an image of the same size is made for it.
/// </summary>
/// <param name="Before">The disk, as it was when the update was asked for.</param>
/// <param name="Log">The recording, with marks for its phases and for what was acknowledged.</param>
internal sealed record RecordedUpdate(byte[] Before, IReadOnlyList<LogEntry> Log)
{
    /// <summary>A mark that begins so names what had been acknowledged as published by then.</summary>
    public const string Acknowledged = "acknowledged ";

    /// <summary>The mark of the moment when the update was asked for.</summary>
    public const string Asked = "asked";

    private const string OfRoot = "root ", OfKernel = "kernel ";
    private const int Mebibyte = 1 << 20;
    private const long PartSize = 1L << 31;

    private static readonly string Folder = Path.Join(Repository.Root, "tests/PowerCut/recorded");

    /// <summary>Where on the disk things lie.</summary>
    public DiskLayout Layout { get; } = DiskLayout.OfDisk(Before);

    /// <summary>The one that is kept.</summary>
    public static RecordedUpdate Kept()
    {
        using var stream = new MemoryStream(Unpack("update.log.br"));
        var log = WriteLog.Read(stream).ToList();
        var data = Unpack("data.ext4.br");
        var (kernel, root) = (LengthOf(log, OfKernel), LengthOf(log, OfRoot));
        var layout = DiskLayout.OfSizes(boot: 8, InMebibytes(kernel), InMebibytes(root), InMebibytes(data.Length));
        var old = SlotImages.Make(layout, seed: 1);
        var installed = SlotImages.Make(layout, seed: 2, VerityTree.DataBlocks((int)(root / VerityTree.BlockSize)), (int)kernel / 2);
        return new(
            SmallDisk.Make(layout, old, data),
            [.. log.Select(entry => Filled(entry, OfRoot, installed.Root, layout.RootB) ?? Filled(entry, OfKernel, installed.Kernel, layout.KernelB) ?? Shifted(entry, layout))]);
    }

    /// <summary>The one that tests/Machine left in a folder.</summary>
    public static RecordedUpdate Of(string folder)
    {
        var disk = File.ReadAllBytes(Path.Join(folder, "disk.raw"));
        var marks = File.ReadAllLines(Path.Join(folder, "marks")).Select(line => line.Split(' ', 2))
            .ToLookup(words => int.Parse(words[0], CultureInfo.InvariantCulture), words => words[1]);
        using var file = File.OpenRead(Path.Join(folder, "writes.log"));
        var log = WriteLog.Read(file).ToList();
        var asked = marks.First(mark => mark.Contains(Asked)).Key;
        ReplayedDisk before = new(disk);
        log.Take(asked).Where(IsRequest).ToList().ForEach(before.Write);
        return new(disk, [.. Marked(log, asked, DiskLayout.OfDisk(disk), marks)]);
    }

    /// <summary>Makes it the one that is kept.</summary>
    public void Keep()
    {
        Directory.CreateDirectory(Folder);
        ReplayedDisk after = new(Before.ToArray());
        Log.Where(IsRequest).ToList().ForEach(after.Write);
        using var log = new MemoryStream();
        WriteLog.Write(log, [.. Log.Select(entry => Emptied(entry, OfRoot, Layout.RootB, after) ?? Emptied(entry, OfKernel, Layout.KernelB, after) ?? Placed(entry))]);
        Pack("update.log.br", log.ToArray());
        Pack("data.ext4.br", Before[(int)Layout.Data.Offset..(int)Layout.Data.End]);
    }

    private static bool IsRequest(LogEntry entry) => (entry.Flags & LogFlags.Mark) == 0;

    // A machine says no phase: where it writes tells it, and what it has written before.
    private static IEnumerable<LogEntry> Marked(List<LogEntry> log, int asked, DiskLayout layout, ILookup<int, string> marks)
    {
        var phase = "";
        var (isWriting, isStarted) = (false, false);
        for (var count = 0; count <= log.Count; count++)
        {
            foreach (var mark in marks[count].Where(mark => mark != Asked))
            {
                yield return WriteLog.Mark(mark);
            }

            if (count < asked || count == log.Count)
            {
                continue;
            }

            var entry = log[count];
            if (entry.Data.Length + entry.Discarded > 0)
            {
                var isRecord = layout.Copy1.Holds(entry.Offset) || layout.Copy2.Holds(entry.Offset);
                isStarted |= layout.Tries.Holds(entry.Offset);
                isWriting = !isRecord && (isWriting || layout.RootB.Holds(entry.Offset) || layout.KernelB.Holds(entry.Offset));
                var now = isRecord ? isStarted ? "confirmation" : "boot record"
                    : layout.Tries.Holds(entry.Offset) ? "GRUB's own write"
                    : isStarted ? "first start"
                    : isWriting ? "slot writing"
                    : "before and after writing";
                if (now != phase)
                {
                    yield return WriteLog.Mark(phase = now);
                }
            }

            yield return entry;
        }
    }

    // What the slot holds in the end is the image: a write of it is kept as its place and length there.
    private static LogEntry? Emptied(LogEntry entry, string name, Extent slot, ReplayedDisk after)
    {
        var place = slot.Part(entry.Offset - slot.Offset, entry.Data.Length);
        return IsRequest(entry) && slot.Holds(entry.Offset) && after.Bytes(place).SequenceEqual(entry.Data.Span)
            ? WriteLog.Mark($"{name}{entry.Offset - slot.Offset} {entry.Data.Length}")
            : null;
    }

    private static LogEntry? Filled(LogEntry entry, string name, byte[] image, Extent slot)
    {
        if (IsRequest(entry) || !entry.Data.Span.StartsWith(Encoding.ASCII.GetBytes(name)))
        {
            return null;
        }

        var (offset, length) = Place(Encoding.ASCII.GetString(entry.Data.Span));
        var bytes = new byte[length];
        image.AsSpan((int)offset, (int)Math.Clamp(image.Length - offset, 0, length)).CopyTo(bytes);
        return new(LogFlags.None, slot.Offset + offset, bytes);
    }

    private static long LengthOf(IEnumerable<LogEntry> log, string name) => log
        .Where(entry => !IsRequest(entry)).Select(entry => Encoding.ASCII.GetString(entry.Data.Span))
        .Where(mark => mark.StartsWith(name, StringComparison.Ordinal)).Select(Place).Max(place => place.Offset + place.Length);

    private static (long Offset, long Length) Place(string mark)
    {
        var words = mark.Split(' ');
        return (long.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
    }

    // In the file that is kept the parts lie far from each other; where it is replayed each is where that disk's layout says.
    private LogEntry Placed(LogEntry entry) => IsRequest(entry) && entry.Data.Length + entry.Discarded > 0
        ? entry with { Offset = Moved(entry.Offset, PartsOf(Layout), Apart()) }
        : entry;

    private static LogEntry Shifted(LogEntry entry, DiskLayout layout) => IsRequest(entry) && entry.Data.Length + entry.Discarded > 0
        ? entry with { Offset = Moved(entry.Offset, Apart(), PartsOf(layout)) }
        : entry;

    private static Extent[] PartsOf(DiskLayout layout) => [layout.Copy1, layout.Copy2, layout.Tries, layout.KernelB, layout.RootB, layout.Data];

    private static Extent[] Apart() => [.. Enumerable.Range(0, 6).Select(part => new Extent(part * PartSize, PartSize))];

    private static long Moved(long offset, Extent[] from, Extent[] to)
    {
        var part = Array.FindIndex(from, extent => extent.Holds(offset));
        return part >= 0 ? offset - from[part].Offset + to[part].Offset
            : throw new InvalidDataException($"an update wrote at {offset}, which is no record, no slot that is idle, and no data");
    }

    private static long InMebibytes(long bytes) => (bytes + Mebibyte - 1) / Mebibyte;

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
