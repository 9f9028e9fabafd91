using System.Diagnostics;

namespace Hearth.Protocol.Link;

/// <summary>A packet of which not every fragment has come. Fragments lie in the order in which they came.</summary>
internal sealed class PartialPacket
{
    private readonly byte[] payload = new byte[PacketLimits.MaxPacketSize];
    private readonly byte[] headerFields = new byte[LinkService.MaxHeaderFieldsSize];
    private readonly (ushort Start, ushort Length)[] fragments = new (ushort, ushort)[LinkService.MaxFragments];
    private int fragCount;
    private int received;
    private int payloadSize;
    private int headerFieldsSize;
    private ulong congestionMark;
    private bool inOrder;

    /// <summary>Who sends it, of the senders that share the face.</summary>
    public ulong Sender { get; private set; }

    /// <summary>Sequence number of the first fragment.</summary>
    public ulong FirstSequence { get; private set; }

    /// <summary>When to give it up.</summary>
    public TimeSpan Deadline { get; private set; }

    public bool IsComplete => received == fragCount;

    public void Begin(ulong sender, ulong firstSequence, int count, TimeSpan deadline)
    {
        Sender = sender;
        FirstSequence = firstSequence;
        Deadline = deadline;
        fragments.AsSpan(0, count).Clear();
        fragCount = count;
        received = 0;
        payloadSize = 0;
        headerFieldsSize = 0;
        congestionMark = 0;
        inOrder = true;
    }

    /// <summary>Takes one more fragment; null when it was taken.</summary>
    public LinkDrop? Add(scoped in LpPacket fragment)
    {
        ref var place = ref fragments[fragment.FragIndex];
        if ((ulong)fragCount != fragment.FragCount)
        {
            return LinkDrop.FragCountChanged;
        }

        if (place.Length > 0)
        {
            return LinkDrop.DuplicateFragment;
        }

        if (payloadSize + fragment.Fragment.Length > payload.Length)
        {
            return LinkDrop.PacketTooLarge;
        }

        if (fragment.FragIndex == 0)
        {
            if (fragment.HeaderFields.Length > headerFields.Length)
            {
                return LinkDrop.HeaderTooLarge;
            }

            fragment.HeaderFields.CopyTo(headerFields);
            headerFieldsSize = fragment.HeaderFields.Length;
        }

        inOrder &= (ulong)received == fragment.FragIndex;
        place = ((ushort)payloadSize, (ushort)fragment.Fragment.Length);
        fragment.Fragment.CopyTo(payload.AsSpan(payloadSize));
        payloadSize += fragment.Fragment.Length;
        congestionMark = Math.Max(congestionMark, fragment.CongestionMark);
        received++;
        return null;
    }

    /// <summary>
    /// The whole packet, with the header fields of its first fragment (NDNLPv2, "Indexed Fragmentation") and the
    /// congestion mark of any. It borrows this object's memory.
    /// </summary>
    public LpPacket ToPacket()
    {
        Debug.Assert(IsComplete);
        if (!inOrder)
        {
            Sort();
        }

        var readable = LpPacket.TryReadHeaderFields(headerFields.AsSpan(0, headerFieldsSize), out var packet);
        Debug.Assert(readable, "The fields were read when the fragment came.");
        packet.Fragment = payload.AsSpan(0, payloadSize);
        packet.Sequence = null;
        packet.FragIndex = 0;
        packet.FragCount = 1;
        packet.CongestionMark = congestionMark;
        return packet;
    }

    private void Sort()
    {
        Span<byte> sorted = stackalloc byte[PacketLimits.MaxPacketSize];
        var size = 0;
        foreach (var (start, length) in fragments.AsSpan(0, fragCount))
        {
            payload.AsSpan(start, length).CopyTo(sorted[size..]);
            size += length;
        }

        sorted[..size].CopyTo(payload);
    }
}
