using System.Buffers.Binary;
using System.Numerics;
using Hearth.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Cache;

/// <summary>
/// Packets in one file of fixed size, written from front to end and then over the oldest again, which is how flash
/// likes it. Nothing is flushed: what a power cut tears fails its checksum and is gone, and it was only a copy.
/// </summary>
/// <remarks>
/// The file is cut into segments. A segment begins with a magic number and a number that rises; then come records: size
/// and checksum in four bytes each, and the packet, padded to eight bytes. The checksum covers the segment's number, so
/// that what is left of an older lap is none of it. A record that was erased has its size, and a checksum of nothing.
/// </remarks>
internal sealed class CacheFile : IDisposable
{
    /// <summary>Bytes of a segment: what is given up at a time, and a few blocks of any flash.</summary>
    public const int SegmentSize = 4 << 20;

    // "HearthC1", little-endian.
    private const ulong Magic = 0x3143687472616548;
    private const int HeaderSize = 16;
    private const int RecordHeaderSize = 8;

    private readonly SafeFileHandle file;
    private readonly int segments;
    private readonly byte[] record = new byte[RecordHeaderSize + PacketLimits.MaxPacketSize + RecordHeaderSize];
    private int segment = -1;
    private ulong number;
    private int position = SegmentSize;
    private bool hasLapped;

    /// <summary>Opens or makes the file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="bytes">Its size; at least two segments.</param>
    /// <exception cref="IOException">It cannot be, for example on a full disk.</exception>
    public CacheFile(string path, long bytes)
    {
        segments = (int)Math.Max(2, bytes / SegmentSize);
        file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        RandomAccess.SetLength(file, (long)segments * SegmentSize);
    }

    /// <summary>Segments there are.</summary>
    public int Segments => segments;

    /// <summary>Bytes of the file that hold something.</summary>
    public long UsedBytes => hasLapped ? (long)segments * SegmentSize : segment < 0 ? 0 : ((long)segment * SegmentSize) + position;

    /// <summary>Reads what an earlier run left, and goes on behind it.</summary>
    /// <param name="found">Gets each packet with its place and segment; oldest segments first.</param>
    public void Load(CachedPacketFound found)
    {
        var buffer = new byte[SegmentSize];
        var numbers = new ulong[segments];
        var order = new int[segments];
        for (var index = 0; index < segments; index++)
        {
            (numbers[index], order[index]) = (NumberOf(index), index);
        }

        Array.Sort(numbers, order);
        for (var i = 0; i < segments; i++)
        {
            if (numbers[i] > 0)
            {
                (segment, number) = (order[i], numbers[i]);
                position = Walk(segment, number, buffer, found);
                hasLapped |= segment == segments - 1;
            }
        }
    }

    /// <summary>Reads every packet that there is; not while another thread writes. What is found may be erased.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public void Visit(CachedPacketFound found)
    {
        var buffer = new byte[SegmentSize];
        for (var index = 0; index < segments; index++)
        {
            if (NumberOf(index) is > 0 and var itsNumber)
            {
                Walk(index, itsNumber, buffer, found);
            }
        }
    }

    /// <summary>Whether a packet of this size has no room any more in the segment at hand.</summary>
    public bool NeedsSegment(int packetSize) => position + Padded(packetSize) > SegmentSize;

    /// <summary>The segment that <see cref="BeginSegment"/> begins.</summary>
    public int NextSegment => (segment + 1) % segments;

    /// <summary>Goes on in the next segment, whose old packets are then gone.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public void BeginSegment()
    {
        var begun = NextSegment;
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], ++number);
        RandomAccess.Write(file, header, (long)begun * SegmentSize);
        (segment, position) = (begun, HeaderSize);
        hasLapped |= segment == segments - 1;
    }

    /// <summary>Writes a packet, for which there is room, into the segment at hand and returns its place.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public long Write(ReadOnlySpan<byte> packet, out int itsSegment)
    {
        var padded = Padded(packet.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record, packet.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Checksum(number, packet));
        packet.CopyTo(record.AsSpan(RecordHeaderSize));
        record.AsSpan(RecordHeaderSize + packet.Length, padded - RecordHeaderSize - packet.Length).Clear();
        var place = ((long)segment * SegmentSize) + position;
        RandomAccess.Write(file, record.AsSpan(0, padded), place);
        position += padded;
        itsSegment = segment;
        return place;
    }

    /// <summary>Reads the packet at a place; 0 when it is not whole, or is another's by now. May run beside <see cref="Write"/>.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public int Read(long place, Span<byte> packet)
    {
        Span<byte> header = stackalloc byte[RecordHeaderSize];
        var itsNumber = NumberOf((int)(place / SegmentSize));
        if (itsNumber == 0 || RandomAccess.Read(file, header, place) < RecordHeaderSize)
        {
            return 0;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(header);
        return size > 0 && size <= packet.Length
            && RandomAccess.Read(file, packet[..size], place + RecordHeaderSize) == size
            && Checksum(itsNumber, packet[..size]) == BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) ? size : 0;
    }

    /// <summary>Overwrites the packet at a place, so that nobody finds it again. On flash the old cells may live on for a while.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public void Erase(long place, int packetSize)
    {
        var erased = record.AsSpan(0, Padded(packetSize));
        erased.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(erased, packetSize);
        BinaryPrimitives.WriteUInt32LittleEndian(erased[4..], Checksum(NumberOf((int)(place / SegmentSize)), []));
        RandomAccess.Write(file, erased, place);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    // Returns where the segment's records end.
    private int Walk(int index, ulong itsNumber, byte[] buffer, CachedPacketFound found)
    {
        var size = RandomAccess.Read(file, buffer, (long)index * SegmentSize);
        var at = HeaderSize;
        while (TryParse(buffer.AsSpan(at, size - at), itsNumber, out var packet, out var isErased))
        {
            if (!isErased)
            {
                found(packet, ((long)index * SegmentSize) + at, index);
            }

            at += Padded(packet.Length);
        }

        return at;
    }

    private static int Padded(int packetSize) => (RecordHeaderSize + packetSize + 7) / 8 * 8;

    private static bool TryParse(ReadOnlySpan<byte> rest, ulong number, out ReadOnlySpan<byte> packet, out bool isErased)
    {
        packet = default;
        isErased = false;
        if (rest.Length < RecordHeaderSize)
        {
            return false;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (size <= 0 || size > PacketLimits.MaxPacketSize || Padded(size) > rest.Length)
        {
            return false;
        }

        packet = rest.Slice(RecordHeaderSize, size);
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
        isErased = checksum == Checksum(number, []);
        return isErased || checksum == Checksum(number, packet);
    }

    // CRC-32C, begun with the segment's number.
    private static uint Checksum(ulong number, ReadOnlySpan<byte> packet)
    {
        var checksum = BitOperations.Crc32C(uint.MaxValue, number);
        while (packet.Length >= sizeof(ulong))
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(packet));
            packet = packet[sizeof(ulong)..];
        }

        foreach (var one in packet)
        {
            checksum = BitOperations.Crc32C(checksum, one);
        }

        return ~checksum;
    }

    // 0 for a segment that was never begun.
    private ulong NumberOf(int index)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        return RandomAccess.Read(file, header, (long)index * SegmentSize) == HeaderSize && BinaryPrimitives.ReadUInt64LittleEndian(header) == Magic
            ? BinaryPrimitives.ReadUInt64LittleEndian(header[8..])
            : 0;
    }
}
