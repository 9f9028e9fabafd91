using Hearth.Updates.Slots;

namespace Hearth.Tests.PowerCut;

/// <summary>A disk in memory that records what is done to it.</summary>
internal sealed class RecordedDisk(byte[] contents)
{
    private readonly List<LogEntry> log = [];

    public byte[] Contents => contents;

    public IReadOnlyList<LogEntry> Log => log;

    /// <summary>Parts of it whose flushes are forgotten: the wrong order that the tests have to notice.</summary>
    public Extent[] Forgetful { get; init; } = [];

    public IBlockDevice At(Extent extent) => new Part(this, extent);

    public void Mark(string phase) => log.Add(WriteLog.Mark(phase));

    private sealed class Part(RecordedDisk disk, Extent extent) : IBlockDevice
    {
        public long Length => extent.Length;

        public void Read(long offset, Span<byte> buffer) => disk.Contents.AsSpan(At(offset, buffer.Length), buffer.Length).CopyTo(buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            var at = At(offset, bytes.Length);
            bytes.CopyTo(disk.Contents.AsSpan(at));
            disk.log.Add(new(LogFlags.None, at, bytes.ToArray()));
        }

        public void Flush()
        {
            if (!disk.Forgetful.Contains(extent))
            {
                disk.log.Add(new(LogFlags.Flush, 0, default));
            }
        }

        private int At(long offset, int length) => offset >= 0 && offset + length <= extent.Length
            ? (int)(extent.Offset + offset)
            : throw new ArgumentOutOfRangeException(nameof(offset), "behind the end of the partition");
    }
}
