using System.Buffers.Binary;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Link;

/// <summary>
/// What a peer is to be told it need not send again, and what it sent twice (NDNLPv2, "Reliability"). Acks ride on
/// frames that go to the peer anyway, and by themselves when none goes.
/// </summary>
internal sealed class AckQueue(LinkCounters counters)
{
    /// <summary>Bytes of an Ack element.</summary>
    public const int AckSize = 12;

    // As many as the smallest frames of a full batch; when more wait, the peer will send the oldest again.
    private const int Capacity = 64;

    // Frames by Sequence that are told from those that came already; more than a peer has on their way.
    private const int Remembered = 2 * FrameWindow.Capacity;

    // As in NFD (LpReliability::Options, idleAckTimerPeriod).
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly byte[] acks = new byte[Capacity * AckSize];
    private readonly ulong[] seen = new ulong[Remembered / 64];
    private ulong newest;
    private bool hasSeen;
    private int count;
    private TimeSpan since;

    /// <summary>When acks must go by themselves; null while there are none.</summary>
    public TimeSpan? NextDeadline => count == 0 ? null : count > Capacity / 2 ? TimeSpan.Zero : since + Patience;

    /// <summary>Notes that a frame came.</summary>
    public void Add(ulong txSequence, TimeSpan now)
    {
        if (count == Capacity)
        {
            Drop(1);
            counters.Count(LinkDrop.AckDropped);
        }

        if (count == 0)
        {
            since = now;
        }

        var writer = new TlvWriter(acks.AsSpan(count * AckSize, AckSize));
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, txSequence);
        writer.Write(TlvType.Ack, number);
        count++;
    }

    /// <summary>The oldest acks that fit into <paramref name="room"/> bytes. They wait until <see cref="Drop"/>.</summary>
    public ReadOnlySpan<byte> Peek(int room) => acks.AsSpan(0, Math.Min(count, Math.Max(0, room) / AckSize) * AckSize);

    /// <summary>Forgets the oldest acks, which are on their way.</summary>
    public void Drop(int sent)
    {
        acks.AsSpan(sent * AckSize, (count - sent) * AckSize).CopyTo(acks);
        count -= sent;
    }

    /// <summary>Whether a frame with this Sequence came before; it has from now on.</summary>
    public bool IsRepeated(ulong sequence)
    {
        var ahead = (long)(sequence - newest);
        if (!hasSeen || ahead >= Remembered || ahead <= -Remembered)
        {
            // The first frame, or those of a peer that has started anew.
            Array.Clear(seen);
            (newest, hasSeen) = (sequence, true);
            Bit(sequence) |= Mask(sequence);
            return false;
        }

        for (; ahead > 0; ahead--)
        {
            newest++;
            Bit(newest) &= ~Mask(newest);
        }

        var repeated = (Bit(sequence) & Mask(sequence)) != 0;
        Bit(sequence) |= Mask(sequence);
        return repeated;
    }

    private ref ulong Bit(ulong sequence) => ref seen[sequence % Remembered / 64];

    private static ulong Mask(ulong sequence) => 1UL << (int)(sequence % 64);
}
