using Hearth.Forwarding.Storage;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>The pipelines of Data.</summary>
public sealed partial class Forwarder
{
    private readonly int[] matches = new int[Pit.MaxMatches];

    private void OnData(Face ingress, in LpPacket link, in Data data, TimeSpan now)
    {
        Counters.InData++;
        ingress.Counters.InData++;
        if (link.Nack is not null || link.NextHopFaceId is not null)
        {
            Counters.UnexpectedFields++;
            return;
        }

        if (!ingress.IsLocal && NameScope.IsLocalhost(data.Name))
        {
            Counters.ScopeViolations++;
            return;
        }

        if (!hasher.TryHash(data.Name, hashes, out var name))
        {
            Counters.NamesTooLong++;
            return;
        }

        var answered = matches.AsSpan(0, Pit.FindMatches(name, data, matches));
        if (answered.IsEmpty)
        {
            OnUnsolicitedData();
            return;
        }

        if (link.CachePolicy != LpPacket.NoCache)
        {
            ContentStore.Insert(name, data, isFresh: ingress.Id != SecondTier?.Face, now);
        }

        var announcement = AnnouncementFor(ingress, link, data, name, answered, now);

        // All downstreams first: one that is in several entries gets the packet once.
        for (var i = 0; i < answered.Length; i++)
        {
            SendToDownstreams(ingress, link, data, answered[..(i + 1)], announcement, now);
        }

        foreach (var entry in answered)
        {
            OnSatisfied(entry, ingress.Id, now);
        }
    }

    // Nobody here asked: whoever sends it wants room in the cache. It is dropped, whatever it is.
    private void OnUnsolicitedData() => Counters.UnsolicitedData++;

    private void OnSatisfied(int entry, FaceId by, TimeSpan now)
    {
        Counters.SatisfiedInterests++;
        MeasureAnswer(entry, by, now);
        Forget(entry, now);
    }

    private void SendToDownstreams(
        Face ingress, in LpPacket link, in Data data, ReadOnlySpan<int> answered, ReadOnlySpan<byte> announcement, TimeSpan now)
    {
        for (var record = Pit[answered[^1]].InRecords; record != 0; record = Pit.InRecord(record).Next)
        {
            ref var downstream = ref Pit.InRecord(record);
            if (downstream.Expiry <= now || WasServed(downstream, answered[..^1], now) || !Faces.TryGet(downstream.Face, out var egress))
            {
                continue;
            }

            // Whoever sent the Data has it, unless others listen at the same face.
            if (egress != ingress || egress.Info.LinkType == LinkType.AdHoc)
            {
                SendData(
                    egress, downstream.TokenBytesInUse, data.Wire, ingress.Id, link.CongestionMark, now,
                    downstream.Discovers && !egress.IsLocal ? announcement : []);
            }
        }
    }

    private bool WasServed(in InRecord downstream, ReadOnlySpan<int> earlier, TimeSpan now)
    {
        foreach (var entry in earlier)
        {
            var record = Pit.FindInRecord(entry, downstream.Face);
            if (record != 0
                && Pit.InRecord(record).Expiry > now
                && Pit.InRecord(record).TokenBytesInUse.SequenceEqual(downstream.TokenBytesInUse))
            {
                return true;
            }
        }

        return false;
    }
}
