namespace Hearth.Protocol.Link;

/// <summary>
/// One face's link layer (NDNLPv2, "Indexed Fragmentation"): takes frames apart and puts packets together from
/// fragments, within bounds of memory and time. A packet that came in one frame is passed on where it lies: nothing
/// is copied or allocated for it.
/// </summary>
/// <param name="pool">Memory for fragments, shared by the faces of a node.</param>
/// <param name="firstSequence">Sequence number of the first fragment sent; the specification asks for a random one.</param>
public sealed class LinkService(ReassemblyPool pool, ulong firstSequence = 0)
{
    /// <summary>Most fragments of one packet, as in NFD (<c>LpReassembler::Options::nMaxFragments</c>).</summary>
    public const int MaxFragments = 400;

    /// <summary>Most packets of one face that wait for fragments; the oldest gives way to a new one.</summary>
    public const int MaxPartialPackets = 16;

    /// <summary>Most bytes of header fields of a fragmented packet: every field, and an announcement of usual size.</summary>
    public const int MaxHeaderFieldsSize = 1024;

    /// <summary>How long a packet waits for its fragments, as in NFD (<c>reassemblyTimeout</c>).</summary>
    public static readonly TimeSpan ReassemblyTimeout = TimeSpan.FromMilliseconds(500);

    private readonly ReassemblyPool pool = pool;
    private ulong nextSequence = firstSequence;

    // The oldest first; null until the first fragment comes, as most faces never see one.
    private List<PartialPacket>? partials;
    private PartialPacket? lent;

    /// <summary>What was done and dropped.</summary>
    public LinkCounters Counters { get; } = new();

    /// <summary>When <see cref="Expire"/> has something to do; null for never.</summary>
    public TimeSpan? NextDeadline => partials is [var oldest, ..] ? oldest.Deadline : null;

    /// <summary>
    /// Reads a frame. True with the packet when the frame holds or completes one; false when it was a fragment, an
    /// empty (IDLE) packet or was dropped, which <see cref="Counters"/> tell.
    /// </summary>
    /// <param name="frame">A whole frame: an LpPacket, or a bare Interest or Data.</param>
    /// <param name="now">The time.</param>
    /// <param name="packet">The packet; it borrows from <paramref name="frame"/> or, until the next call, from here.</param>
    /// <param name="sender">Tells the senders apart that share a multicast face.</param>
    public bool TryReceive(ReadOnlySpan<byte> frame, TimeSpan now, out LpPacket packet, ulong sender = 0)
    {
        Expire(now);
        if (!LpPacket.TryRead(frame, out packet, out var error))
        {
            Counters.Count(error);
            return false;
        }

        if (packet.FragCount != 1)
        {
            return TryReassemble(ref packet, now, sender);
        }

        if (packet.Fragment.Length > PacketLimits.MaxPacketSize)
        {
            Counters.Count(LinkDrop.PacketTooLarge);
            return false;
        }

        return !packet.Fragment.IsEmpty;
    }

    /// <summary>Gives up packets whose time is over, and takes back the memory of the last packet.</summary>
    public void Expire(TimeSpan now)
    {
        if (lent is not null)
        {
            pool.Return(lent);
            lent = null;
        }

        while (partials is [var oldest, ..] && oldest.Deadline <= now)
        {
            GiveUp(oldest, LinkDrop.TimedOut);
        }
    }

    /// <summary>Gives all memory back; the face is closed.</summary>
    public void Close()
    {
        Expire(TimeSpan.MaxValue);
        partials = null;
    }

    /// <summary>Prepares to send <paramref name="packet"/> in one frame, or in fragments when it is too large.</summary>
    /// <param name="packet">The packet; its fragment is a whole network-layer packet.</param>
    /// <param name="mtu">Most bytes of a frame; <see cref="int.MaxValue"/> on a stream.</param>
    public FrameWriter Send(in LpPacket packet, int mtu) => new(this, packet, mtu);

    /// <summary>Takes as many consecutive sequence numbers and returns the first.</summary>
    internal ulong TakeSequences(int count)
    {
        var first = nextSequence;
        nextSequence += (ulong)count;
        return first;
    }

    private bool TryReassemble(ref LpPacket packet, TimeSpan now, ulong sender)
    {
        if (packet.Sequence is not { } sequence || packet.Fragment.IsEmpty)
        {
            Counters.Count(LinkDrop.IncompleteFragment);
            return false;
        }

        if (packet.FragCount > MaxFragments)
        {
            Counters.Count(LinkDrop.TooManyFragments);
            return false;
        }

        var partial = FindOrBegin(sender, sequence - packet.FragIndex, (int)packet.FragCount, now);
        if (partial is null)
        {
            Counters.Count(LinkDrop.PoolExhausted);
            return false;
        }

        if (partial.Add(packet) is { } reason)
        {
            Counters.Count(reason);
            return false;
        }

        if (!partial.IsComplete)
        {
            return false;
        }

        partials!.Remove(partial);
        lent = partial;
        packet = partial.ToPacket();
        Counters.Reassembled++;
        return true;
    }

    private PartialPacket? FindOrBegin(ulong sender, ulong firstSequence, int fragCount, TimeSpan now)
    {
        partials ??= new List<PartialPacket>(MaxPartialPackets);
        foreach (var known in partials)
        {
            if (known.FirstSequence == firstSequence && known.Sender == sender)
            {
                return known;
            }
        }

        if (partials.Count == MaxPartialPackets)
        {
            GiveUp(partials[0], LinkDrop.Evicted);
        }

        var partial = pool.Rent();
        if (partial is null && partials.Count > 0)
        {
            GiveUp(partials[0], LinkDrop.Evicted);
            partial = pool.Rent();
        }

        if (partial is not null)
        {
            partial.Begin(sender, firstSequence, fragCount, now + ReassemblyTimeout);
            partials.Add(partial);
        }

        return partial;
    }

    private void GiveUp(PartialPacket partial, LinkDrop reason)
    {
        partials!.Remove(partial);
        pool.Return(partial);
        Counters.Count(reason);
    }
}
