namespace Hearth.Tests.PowerCut;

/// <summary>One request to a disk, as the kernel's dm-log-writes and QEMU's blklogwrites record it.</summary>
/// <param name="Flags">What it is, beside a write.</param>
/// <param name="Offset">In bytes from the disk's start.</param>
/// <param name="Data">What is written; for a mark its text; nothing for a flush.</param>
/// <param name="Discarded">Bytes from there on that are discarded.</param>
internal sealed record LogEntry(LogFlags Flags, long Offset, ReadOnlyMemory<byte> Data, long Discarded = 0)
{
    public bool Flushes => (Flags & LogFlags.Flush) != 0;
}
