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

    private readonly LinkService link;
    private readonly LpPacket packet;
    private readonly int mtu;
    private ulong sequence;
    private int firstSize;
    private int fragCount;
    private int fragIndex;

    internal FrameWriter(LinkService link, in LpPacket packet, int mtu)
    {
        this.link = link;
        this.packet = packet;
        this.mtu = mtu;
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
            size = packet.WriteTo(buffer);
            if (size <= mtu && packet.Fragment.Length <= PacketLimits.MaxPacketSize)
            {
                (fragIndex, fragCount) = (1, 1);
                return true;
            }

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

    private void Split(int headerSize)
    {
        var capacity = mtu - FragmentationSize;
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
        var capacity = mtu - FragmentationSize;
        var start = fragIndex == 0 ? 0 : firstSize + ((fragIndex - 1) * capacity);
        var length = Math.Min(fragIndex == 0 ? firstSize : capacity, packet.Fragment.Length - start);
        var fragment = fragIndex == 0 ? packet : LpPacket.Of([]);
        fragment.Fragment = packet.Fragment.Slice(start, length);
        fragment.Sequence = sequence + (ulong)fragIndex;
        fragment.FragIndex = (ulong)fragIndex;
        fragment.FragCount = (ulong)fragCount;
        return fragment.WriteTo(buffer);
    }
}
