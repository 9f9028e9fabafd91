using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>The pipelines of Nacks (NFD Developer's Guide, "Nack Processing Path").</summary>
public sealed partial class Forwarder
{
    private void OnNack(Face ingress, in Interest interest, NackReason reason, TimeSpan now)
    {
        Counters.InNacks++;
        ingress.Counters.InNacks++;

        // On a shared link one peer cannot refuse for all.
        if (ingress.Info.LinkType != LinkType.PointToPoint || FindNackedEntry(ingress, interest, out var record) is not (> 0 and var entry))
        {
            Counters.UnexpectedNacks++;
            return;
        }

        ref var upstream = ref Pit.OutRecord(record);
        upstream.IsNacked = true;
        upstream.NackReason = (ushort)Math.Min((ulong)reason, ushort.MaxValue);

        MeasureRefusal(upstream, now);
        var severity = LeastSevere(entry, now, out var waiting, out var last);
        if (waiting == 0)
        {
            if (!TryElsewhere(entry, now))
            {
                Reject(entry, severity, now);
            }
        }
        else if (waiting == 1 && Pit.FindInRecord(entry, last) != 0)
        {
            // The last one we wait for waits for us as well.
            SendNack(entry, last, severity, now);
        }
    }

    // The refusal must be of what was sent there last.
    private int FindNackedEntry(Face ingress, in Interest interest, out int record)
    {
        record = 0;
        if (!hasher.TryHash(interest.Name, hashes, out var name) || Pit.Find(name, interest) is not (> 0 and var entry))
        {
            return 0;
        }

        record = Pit.FindOutRecord(entry, ingress.Id);
        return record != 0 && Pit.OutRecord(record).Nonce == interest.Nonce ? entry : 0;
    }

    private NackReason LeastSevere(int entry, TimeSpan now, out int waiting, out FaceId last)
    {
        waiting = 0;
        last = default;
        var least = NackReason.None;
        for (var record = Pit[entry].OutRecords; record != 0; record = Pit.OutRecord(record).Next)
        {
            ref var upstream = ref Pit.OutRecord(record);
            if (upstream.IsPending(now))
            {
                waiting++;
                last = upstream.Face;
            }
            else if (upstream.IsNacked && IsLessSevere((NackReason)upstream.NackReason, least))
            {
                least = (NackReason)upstream.NackReason;
            }
        }

        return least;
    }

    // Congestion passes, a duplicate says nothing of other paths; no reason at all counts as the worst.
    private static bool IsLessSevere(NackReason reason, NackReason other) =>
        reason != NackReason.None && (other == NackReason.None || reason < other);

    // Refuses all who wait.
    private void Reject(int entry, NackReason reason, TimeSpan now)
    {
        while (Pit[entry].InRecords is var record && record != 0)
        {
            SendNack(entry, Pit.InRecord(record).Face, reason, now);
        }

        Counters.UnsatisfiedInterests++;
        Forget(entry, now);
    }

    // Refuses a downstream, with the nonce of its own Interest, if it still waits; then forgets it.
    private void SendNack(int entry, FaceId downstream, NackReason reason, TimeSpan now)
    {
        ref var record = ref Pit.InRecord(Pit.FindInRecord(entry, downstream));
        if (record.Expiry > now
            && Faces.TryGet(downstream, out var egress)
            && Interest.TryRead(Pit.LoadInterest(entry, cached), out var interest, out _))
        {
            var wire = InterestRewriter.Rewrite(interest, record.Nonce, dropHint: false, outgoing);
            SendNack(egress, wire, record.TokenBytesInUse, reason, now);
        }

        Pit.RemoveInRecord(entry, downstream);
    }
}
