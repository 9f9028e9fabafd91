using Hearth.Protocol.Consumer;

namespace Hearth.Protocol.Link;

/// <summary>
/// The frames that a reliable link has sent and its peer has not acknowledged, in the order in which they were sent
/// (NDNLPv2, "Reliability"). A frame counts as lost when three later ones were acknowledged, or when its time is up;
/// it is sent again at most three times, under a new TxSequence.
/// </summary>
internal sealed class FrameWindow(RetransmissionPool pool, ulong firstTxSequence, LinkCounters counters)
{
    /// <summary>Most frames on their way: 0.7 MB, 20 Mbit/s over 280 ms. One more gives the oldest up.</summary>
    public const int Capacity = 512;

    // As in NFD (LpReliability::Options): maxRetx and seqNumLossThreshold.
    private const int MostRetransmissions = 3;
    private const ulong ReorderingThreshold = 3;

    private readonly Frame[] frames = new Frame[Capacity];
    private readonly RttEstimator rtt = new();
    private ulong oldest = firstTxSequence;
    private ulong next = firstTxSequence;
    private ulong highestAcknowledged = firstTxSequence - 1;

    /// <summary>When the oldest frame counts as lost; null while none is on its way.</summary>
    public TimeSpan? NextDeadline => oldest == next ? null
        : IsOvertaken(oldest) ? TimeSpan.Zero
        : At(oldest).SentAt + rtt.Timeout;

    /// <summary>The TxSequence that the next frame gets.</summary>
    public ulong NextTxSequence => next;

    /// <summary>Keeps a frame that is sent with <see cref="NextTxSequence"/>. Without room for it, it is sent and not kept.</summary>
    public void Add(ReadOnlySpan<byte> frame, TimeSpan now)
    {
        var bytes = frame.Length <= RetransmissionPool.FrameSize ? pool.Rent() : null;
        if (bytes is null)
        {
            pool.Refused++;
            counters.Count(LinkDrop.NotKept);
        }
        else
        {
            frame.CopyTo(bytes);
        }

        Append(new Frame { Bytes = bytes, Size = frame.Length, SentAt = now });
    }

    /// <summary>Notes that the peer has a frame.</summary>
    public void Acknowledge(ulong txSequence, TimeSpan now)
    {
        // Sequence numbers wrap around: only their distance counts.
        if (txSequence - oldest >= next - oldest)
        {
            return;
        }

        ref var frame = ref At(txSequence);
        if (frame.Bytes is not null && frame.Attempts == 0)
        {
            rtt.AddSample(now - frame.SentAt);
        }

        Free(ref frame);
        if ((long)(txSequence - highestAcknowledged) > 0)
        {
            highestAcknowledged = txSequence;
        }

        SkipFreed();
    }

    /// <summary>Takes a frame that is lost, to be sent again with <see cref="NextTxSequence"/> and then noted by <see cref="Resent"/>.</summary>
    public bool TryTakeLost(TimeSpan now, out ReadOnlySpan<byte> frame)
    {
        while (NextDeadline <= now)
        {
            ref var lost = ref At(oldest);
            if (!IsOvertaken(oldest))
            {
                rtt.BackOff();
            }

            if (lost.Attempts < MostRetransmissions)
            {
                frame = lost.Bytes.AsSpan(0, lost.Size);
                return true;
            }

            counters.Count(LinkDrop.GivenUp);
            Free(ref lost);
            SkipFreed();
        }

        frame = default;
        return false;
    }

    /// <summary>Notes that the frame that was taken is on its way again.</summary>
    public void Resent(TimeSpan now)
    {
        ref var lost = ref At(oldest);
        var again = lost with { Attempts = lost.Attempts + 1, SentAt = now };
        lost = default;
        SkipFreed();
        Append(again);
        counters.Retransmitted++;
    }

    /// <summary>Gives all memory back.</summary>
    public void Clear()
    {
        while (oldest != next)
        {
            Free(ref At(oldest));
            oldest++;
        }
    }

    private void Append(Frame frame)
    {
        if (next - oldest == Capacity)
        {
            pool.Refused++;
            counters.Count(LinkDrop.GivenUp);
            Free(ref At(oldest));
            SkipFreed();
        }

        At(next) = frame;
        next++;
        SkipFreed();
    }

    private bool IsOvertaken(ulong txSequence) => (long)(highestAcknowledged - txSequence) >= (long)ReorderingThreshold;

    private void SkipFreed()
    {
        while (oldest != next && At(oldest).Bytes is null)
        {
            oldest++;
        }
    }

    private void Free(ref Frame frame)
    {
        if (frame.Bytes is { } bytes)
        {
            pool.Return(bytes);
        }

        frame = default;
    }

    private ref Frame At(ulong txSequence) => ref frames[txSequence % Capacity];

    private struct Frame
    {
        public byte[]? Bytes;
        public int Size;
        public int Attempts;
        public TimeSpan SentAt;
    }
}
