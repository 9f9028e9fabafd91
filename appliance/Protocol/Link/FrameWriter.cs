namespace Hearth.Protocol.Link;

/// <summary>
/// Writes a packet's frames one after the other: one in the usual case, fragments when the packet is larger than the
/// link's MTU.
/// </summary>
public ref struct FrameWriter
{
    /// <summary>Bytes that a frame's buffer needs beyond MTU or packet, whichever is smaller.</summary>
    public const int Overhead = LpPacket.MaxHeaderSize;

    // LpPacket and Fragment headers of 4 bytes each, Sequence of 10, FragIndex and FragCount of 4 each.
    private const int FragmentationSize = 26;

    // A TxSequence: type of 3 bytes, length, and a number of 8.
    private const int ReliabilitySize = 12;

    // The lengths of a frame and of its fragment may each take two bytes more once acks join them.
    private const int AckMargin = 4;

    private readonly LinkService link;
    private readonly LpPacket packet;
    private readonly int mtu;
    private readonly TimeSpan now;
    private ulong sequence;
    private int firstSize;
    private int fragCount;
    private int fragIndex;

    internal FrameWriter(LinkService link, in LpPacket packet, int mtu, TimeSpan now)
    {
        this.link = link;
        this.packet = packet;
        this.mtu = mtu;
        this.now = now;
    }

    /// <summary>
    /// Writes the next frame; false after the last, and when the packet fits into no frames, which the link's counters
    /// tell.
    /// </summary>
    /// <param name="buffer">At least <see cref="Overhead"/> longer than fragment, announcement and acks together.</param>
    /// <param name="size">Bytes of the frame.</param>
    public bool TryWriteNext(Span<byte> buffer, out int size)
    {
        size = 0;
        if (fragCount == 0)
        {
            size = WriteWhole(buffer);
            if (size > 0)
            {
                (fragIndex, fragCount) = (1, 1);
                return true;
            }

            size = packet.WriteTo(buffer);
            Split(size - packet.Fragment.Length);
        }

        if (fragIndex == fragCount)
        {
            size = 0;
            return false;
        }

        size = WriteFragment(buffer);
        fragIndex++;
        return true;
    }

    // 0 when the packet does not fit into one frame.
    private readonly int WriteWhole(Span<byte> buffer)
    {
        if (packet.Fragment.Length > Math.Min(mtu, PacketLimits.MaxPacketSize))
        {
            return 0;
        }

        var frame = packet;
        if (link.NextTxSequence is { } next)
        {
            // The packet comes here again, in fragments, if this makes it too large: then one number was left out.
            frame.Sequence = link.TakeSequences(1);
            frame.TxSequence = next;
        }

        var size = frame.WriteTo(buffer);
        return size <= mtu ? Complete(frame, buffer, size) : 0;
    }

    // Lets acks ride along where there is room.
    private readonly int Complete(LpPacket frame, Span<byte> buffer, int size)
    {
        var acks = mtu == int.MaxValue ? [] : link.AcksWithin(mtu - size - AckMargin);
        if (!acks.IsEmpty)
        {
            frame.Acks = acks;
            size = frame.WriteTo(buffer);
        }

        link.Wrote(buffer[..size], acks.Length, now);
        return size;
    }

    private readonly int Capacity => mtu - FragmentationSize - (link.IsReliable ? ReliabilitySize : 0);

    private void Split(int headerSize)
    {
        var capacity = Capacity;
        firstSize = capacity - headerSize;
        var count = firstSize <= 0 ? 0 : 1 + ((packet.Fragment.Length - firstSize + capacity - 1) / capacity);
        if (packet.Fragment.Length > PacketLimits.MaxPacketSize)
        {
            link.Counters.Count(LinkDrop.PacketTooLarge);
            count = 0;
        }
        else if (count is 0 or > LinkService.MaxFragments)
        {
            link.Counters.Count(LinkDrop.Unfragmentable);
            count = 0;
        }
        else
        {
            link.Counters.Fragmented++;
        }

        // No fragment at all reads as one that is done.
        (fragIndex, fragCount) = count == 0 ? (1, 1) : (0, count);
        sequence = link.TakeSequences(count);
    }

    private readonly int WriteFragment(Span<byte> buffer)
    {
        var capacity = Capacity;
        var start = fragIndex == 0 ? 0 : firstSize + ((fragIndex - 1) * capacity);
        var length = Math.Min(fragIndex == 0 ? firstSize : capacity, packet.Fragment.Length - start);
        var fragment = fragIndex == 0 ? packet : LpPacket.Of([]);
        fragment.Fragment = packet.Fragment.Slice(start, length);
        fragment.Sequence = sequence + (ulong)fragIndex;
        fragment.FragIndex = (ulong)fragIndex;
        fragment.FragCount = (ulong)fragCount;
        fragment.TxSequence = link.NextTxSequence;
        return Complete(fragment, buffer, fragment.WriteTo(buffer));
    }
}
