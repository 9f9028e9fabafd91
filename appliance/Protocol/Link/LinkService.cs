using System.Buffers.Binary;

namespace Hearth.Protocol.Link;

/// <summary>
/// One face's link layer (NDNLPv2, "Indexed Fragmentation"): takes frames apart and puts packets together from
/// fragments, within bounds of memory and time. A packet that came in one frame is passed on where it lies: nothing
/// is copied or allocated for it.
/// </summary>
/// <param name="pool">Memory for fragments, shared by the faces of a node.</param>
/// <param name="firstSequence">Sequence number of the first fragment sent; the specification asks for a random one.</param>
/// <param name="retransmissions">Memory for frames that may have to be sent again; null where reliability is never asked for.</param>
public sealed class LinkService(ReassemblyPool pool, ulong firstSequence = 0, RetransmissionPool? retransmissions = null)
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
    private readonly RetransmissionPool? retransmissions = retransmissions;
    private ulong nextSequence = firstSequence;

    // What is on its way, while the link is reliable; and what came, once the peer's side of it is.
    private FrameWindow? window;
    private AckQueue? acks;

    // The oldest first; null until the first fragment comes, as most faces never see one.
    private List<PartialPacket>? partials;
    private PartialPacket? lent;

    /// <summary>What was done and dropped.</summary>
    public LinkCounters Counters { get; } = new();

    /// <summary>When <see cref="Expire"/> or <see cref="TryWriteDue"/> has something to do; null for never.</summary>
    public TimeSpan? NextDeadline
    {
        get
        {
            var deadline = partials is [var oldest, ..] ? oldest.Deadline : (TimeSpan?)null;
            return window is null && acks is null ? deadline
                : Earlier(deadline, Earlier(window?.NextDeadline, acks?.NextDeadline));
        }
    }

    /// <summary>
    /// Whether frames that are lost on the way are sent again (NDNLPv2, "Reliability"). Only this side's frames: the
    /// peer decides on its own, and gets its Acks in any case. Not for links with several peers.
    /// </summary>
    public bool IsReliable
    {
        get => window is not null;
        set
        {
            if (!value)
            {
                window?.Clear();
                window = null;
            }
            else if (window is null && retransmissions is not null)
            {
                window = new FrameWindow(retransmissions, nextSequence, Counters);
            }
        }
    }

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

        if ((packet.TxSequence is not null || !packet.Acks.IsEmpty) && sender == 0 && IsRepeated(packet, now))
        {
            Counters.Count(LinkDrop.DuplicateFrame);
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
        IsReliable = false;
        acks = null;
    }

    /// <summary>Prepares to send <paramref name="packet"/> in one frame, or in fragments when it is too large.</summary>
    /// <param name="packet">The packet; its fragment is a whole network-layer packet.</param>
    /// <param name="mtu">Most bytes of a frame; <see cref="int.MaxValue"/> on a stream.</param>
    /// <param name="now">The time.</param>
    public FrameWriter Send(in LpPacket packet, int mtu, TimeSpan now) => new(this, packet, mtu, now);

    /// <summary>
    /// Writes the next frame that is due by itself: one that was lost, or Acks for which no other frame came in time.
    /// Call until it returns false, after <see cref="TryReceive"/> and <see cref="Expire"/>.
    /// </summary>
    /// <param name="buffer">At least <see cref="RetransmissionPool.FrameSize"/> bytes.</param>
    /// <param name="now">The time.</param>
    /// <param name="size">Bytes of the frame.</param>
    public bool TryWriteDue(Span<byte> buffer, TimeSpan now, out int size)
    {
        if (window is not null && window.TryTakeLost(now, out var lost))
        {
            LpPacket.TryRead(lost, out var again, out _);
            again.Acks = [];
            again.TxSequence = window.NextTxSequence;
            size = again.WriteTo(buffer);
            window.Resent(now);
            return true;
        }

        size = 0;
        if (acks is null || acks.NextDeadline is not { } due || due > now)
        {
            return false;
        }

        var idle = LpPacket.Of([]);
        idle.Acks = acks.Peek(RetransmissionPool.FrameSize);
        size = idle.WriteTo(buffer);
        acks.Drop(idle.Acks.Length / AckQueue.AckSize);
        return true;
    }

    /// <summary>Takes as many consecutive sequence numbers and returns the first.</summary>
    internal ulong TakeSequences(int count)
    {
        var first = nextSequence;
        nextSequence += (ulong)count;
        return first;
    }

    /// <summary>The TxSequence that the next frame gets; null while the link is not reliable.</summary>
    internal ulong? NextTxSequence => window?.NextTxSequence;

    /// <summary>Acks that fit into the room that is left in a frame, and go with it.</summary>
    internal ReadOnlySpan<byte> AcksWithin(int room) => acks is null ? [] : acks.Peek(room);

    /// <summary>Notes that a frame was written, with so many bytes of acks.</summary>
    internal void Wrote(ReadOnlySpan<byte> frame, int ackBytes, TimeSpan now)
    {
        acks?.Drop(ackBytes / AckQueue.AckSize);
        window?.Add(frame, now);
    }

    // Takes what the frame says of earlier ones and notes that it came; true when it came before.
    private bool IsRepeated(in LpPacket frame, TimeSpan now)
    {
        for (var rest = frame.Acks; window is not null && !rest.IsEmpty; rest = rest[AckQueue.AckSize..])
        {
            window.Acknowledge(BinaryPrimitives.ReadUInt64BigEndian(rest[(AckQueue.AckSize - sizeof(ulong))..]), now);
        }

        if (frame.TxSequence is not { } txSequence)
        {
            return false;
        }

        acks ??= new AckQueue(Counters);
        acks.Add(txSequence, now);
        return frame.Sequence is { } sequence && acks.IsRepeated(sequence);
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
            pool.Refused++;
            GiveUp(partials[0], LinkDrop.Evicted);
        }

        var partial = pool.Rent();
        pool.Refused += partial is null ? 1 : 0;
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

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;

    private void GiveUp(PartialPacket partial, LinkDrop reason)
    {
        partials!.Remove(partial);
        pool.Return(partial);
        Counters.Count(reason);
    }
}
