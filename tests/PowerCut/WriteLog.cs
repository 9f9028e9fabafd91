using System.Buffers.Binary;
using System.Text;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// A log in the format of dm-log-writes: a sector that says how many entries there are and how large a sector is, then for
/// each entry a sector with its header, and the sectors of its data. All numbers are little-endian.
/// </summary>
internal static class WriteLog
{
    private const ulong Magic = 0x6a736677736872;
    private const ulong Version = 1;
    private const int HeaderSize = 32;

    public static IEnumerable<LogEntry> Read(Stream log)
    {
        var super = new byte[512];
        log.ReadExactly(super);
        if (BinaryPrimitives.ReadUInt64LittleEndian(super) != Magic || BinaryPrimitives.ReadUInt64LittleEndian(super.AsSpan(8)) != Version)
        {
            throw new InvalidDataException("this is no log of dm-log-writes, version 1");
        }

        var entries = BinaryPrimitives.ReadUInt64LittleEndian(super.AsSpan(16));
        var sectorSize = BinaryPrimitives.ReadInt32LittleEndian(super.AsSpan(24));
        log.Position = sectorSize;
        for (ulong i = 0; i < entries; i++)
        {
            yield return ReadEntry(log, sectorSize);
        }
    }

    public static void Write(Stream log, IReadOnlyCollection<LogEntry> entries)
    {
        const int SectorSize = 512;
        var sector = new byte[SectorSize];
        BinaryPrimitives.WriteUInt64LittleEndian(sector, Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(sector.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt64LittleEndian(sector.AsSpan(16), (ulong)entries.Count);
        BinaryPrimitives.WriteInt32LittleEndian(sector.AsSpan(24), SectorSize);
        log.Write(sector);
        foreach (var entry in entries)
        {
            var isMark = (entry.Flags & LogFlags.Mark) != 0;
            Array.Clear(sector);
            BinaryPrimitives.WriteInt64LittleEndian(sector, entry.Offset / SectorSize);
            BinaryPrimitives.WriteInt64LittleEndian(sector.AsSpan(8), isMark ? 0 : (entry.Data.Length + entry.Discarded) / SectorSize);
            BinaryPrimitives.WriteInt64LittleEndian(sector.AsSpan(16), (long)entry.Flags);
            BinaryPrimitives.WriteInt64LittleEndian(sector.AsSpan(24), isMark ? entry.Data.Length : 0);
            if (isMark)
            {
                entry.Data.Span.CopyTo(sector.AsSpan(HeaderSize));
            }

            log.Write(sector);
            if (!isMark)
            {
                log.Write(entry.Data.Span);
            }
        }
    }

    /// <summary>A mark of whoever records.</summary>
    public static LogEntry Mark(string text) => new(LogFlags.Mark, 0, Encoding.ASCII.GetBytes(text));

    private static LogEntry ReadEntry(Stream log, int sectorSize)
    {
        var header = new byte[sectorSize];
        log.ReadExactly(header);
        var offset = BinaryPrimitives.ReadInt64LittleEndian(header) * sectorSize;
        var length = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8)) * sectorSize;
        var flags = (LogFlags)BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16));
        var inline = (int)BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24));
        if ((flags & LogFlags.Mark) != 0)
        {
            return new(flags, 0, header.AsMemory(HeaderSize, inline));
        }

        if ((flags & LogFlags.Discard) != 0)
        {
            return new(flags, offset, default, length);
        }

        var data = new byte[length];
        log.ReadExactly(data);
        return new(flags, offset, data);
    }
}
