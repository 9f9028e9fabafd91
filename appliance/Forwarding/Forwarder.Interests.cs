using Hearth.Forwarding.Storage;
using Hearth.Forwarding.Strategies;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>The pipelines of Interests.</summary>
public sealed partial class Forwarder
{
    /// <summary>
    /// Longest time an Interest is kept, whatever it asks for. Applications that wait for the next event ask for up to
    /// a minute; five are more than any is known to.
    /// </summary>
    public static readonly TimeSpan MaxInterestLifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] rewritten = new byte[PacketLimits.MaxPacketSize + InterestRewriter.MaxGrowth];
    private readonly byte[] outgoing = new byte[PacketLimits.MaxPacketSize + InterestRewriter.MaxGrowth];
    private readonly byte[] cached = new byte[PacketLimits.MaxPacketSize];
    private readonly NextHop[] eligible = new NextHop[Fib.MaxNextHops];
    private readonly FaceId[] chosen = new FaceId[Fib.MaxNextHops];

    private void OnInterest(Face ingress, in LpPacket link, in Interest interest, TimeSpan now)
    {
        Counters.InInterests++;
        ingress.Counters.InInterests++;

        // Only a program that was given the local fields says where its Interest goes.
        if (link.CachePolicy is not null || (link.NextHopFaceId is not null && !ingress.Info.LocalFieldsEnabled))
        {
            Counters.UnexpectedFields++;
            return;
        }

        if (!ingress.IsLocal && NameScope.IsLocalhost(interest.Name))
        {
            Counters.ScopeViolations++;
            return;
        }

        if (interest.HopLimit == 0)
        {
            ingress.Counters.InHopLimitZero++;
            return;
        }

        // From here on every Interest has a nonce, and a forwarding hint only while it leads elsewhere.
        var hasArrived = IsInProducerRegion(interest.ForwardingHint);
        if (interest.Nonce is null || hasArrived)
        {
            var wire = InterestRewriter.Rewrite(interest, interest.Nonce ?? NextNonce(), hasArrived, rewritten);
            if (Interest.TryRead(wire, out var complete, out _))
            {
                OnCompleteInterest(ingress, link, complete, now);
            }

            return;
        }

        OnCompleteInterest(ingress, link, interest, now);
    }

    private void OnCompleteInterest(Face ingress, in LpPacket link, in Interest interest, TimeSpan now)
    {
        if (!hasher.TryHash(interest.Name, hashes, out var name))
        {
            Counters.NamesTooLong++;
            return;
        }

        // While others wait for the same, the store has been asked already. What it holds cannot loop.
        var entry = Pit.Find(name, interest);
        var packet = entry == 0 ? ContentStore.Find(name, interest, now) : 0;
        var nonce = interest.Nonce!.Value;
        if (packet != 0)
        {
            OnContentStoreHit(ingress, link, interest, name, packet, now);
        }
        else if (entry == 0 ? DeadNonces.Contains(name.Hash, nonce, now) : IsDuplicate(entry, nonce, name.Hash, ingress, now))
        {
            OnInterestLoop(ingress, link, interest, now);
        }
        else
        {
            OnContentStoreMiss(ingress, link, interest, name, entry, now);
        }
    }

    private void OnInterestLoop(Face ingress, in LpPacket link, in Interest interest, TimeSpan now)
    {
        Counters.LoopedInterests++;
        SendNack(ingress, interest.Wire, link.PitToken, NackReason.Duplicate, now);
    }

    private void OnContentStoreHit(Face ingress, in LpPacket link, in Interest interest, in HashedName name, int packet, TimeSpan now)
    {
        var wire = ContentStore.Load(packet, cached);
        SendData(ingress, link.PitToken, wire, FaceId.ContentStore, congestionMark: 0, now);

        // An Interest may find a longer name; only the whole one is known here. What stays on this machine is nobody's to keep.
        if (SecondTier is not null && !interest.CanBePrefix && !name.EndsInImplicitDigest && ContentStore.IsJustProven(packet) && !NameScope.IsLocal(interest.Name))
        {
            SecondTier.Offer(name.Hash, wire);
        }
    }

    // Only what need not be fresh: the second tier does not know how old its packets are.
    private bool IsInSecondTier(Face ingress, in LpPacket link, in Interest interest, in HashedName name) =>
        SecondTier is { } tier && tier.Face != ingress.Id && !interest.MustBeFresh && link.NextHopFaceId is null && tier.Holds(name.Hash);

    private void OnContentStoreMiss(Face ingress, in LpPacket link, in Interest interest, in HashedName name, int entry, TimeSpan now)
    {
        var isNew = entry == 0;
        var record = isNew ? Pit.Insert(name, interest, ingress, out entry) : Pit.Join(entry, ingress);
        if (record == 0)
        {
            OnPitFull(ingress, link, interest, now);
            return;
        }

        // The entry lives as long as its most patient downstream.
        var lifetime = interest.Lifetime < MaxInterestLifetime ? interest.Lifetime : MaxInterestLifetime;
        UpdateInRecord(ref Pit.InRecord(record), link, interest.Nonce!.Value, now + lifetime);
        Pit.Arm(entry, LatestExpiry(entry));

        if (isNew && IsInSecondTier(ingress, link, interest, name))
        {
            Counters.SecondTierInterests++;
            SendOrRefuse(ingress, link, interest, [SecondTier!.Face], entry, default, now);
            return;
        }

        if (link.NextHopFaceId is { } nextHop)
        {
            OnNextHopNamed(ingress, link, interest, nextHop, entry, now);
            return;
        }

        var strategy = Strategies.Find(name);
        var hops = FindEligibleNextHops(ingress, interest, name, strategy, out var routedBy);
        var sending = new Sending { MeasuredPrefix = strategy.Measures ? routedBy : 0 };
        if (strategy.Discovers)
        {
            hops = FindForDiscovery(ingress, link, interest, hops, entry, now, ref sending);
        }

        if (hops.IsEmpty)
        {
            OnNoRoute(entry, now);
            return;
        }

        var pending = new PendingInterest(this, entry, name, routedBy, hops);
        var choice = strategy.Choose(pending, chosen, now);
        if (choice.Count == 0)
        {
            Counters.SuppressedInterests++;
            return;
        }

        Counters.Discoveries += sending.IsDiscovery ? 1 : 0;
        SendOrRefuse(ingress, link, interest, chosen.AsSpan(0, choice.Count), entry, sending, now);
    }

    private void SendOrRefuse(
        Face ingress, in LpPacket link, in Interest interest, ReadOnlySpan<FaceId> faces, int entry, in Sending sending, TimeSpan now)
    {
        if (!SendInterest(ingress, link, interest, faces, entry, sending, now))
        {
            Counters.PitFull++;
            Reject(entry, NackReason.Congestion, now);
        }
    }

    private void OnPitFull(Face ingress, in LpPacket link, in Interest interest, TimeSpan now)
    {
        Counters.PitFull++;
        SendNack(ingress, interest.Wire, link.PitToken, NackReason.Congestion, now);
    }

    private void OnNextHopNamed(Face ingress, in LpPacket link, in Interest interest, ulong nextHop, int entry, TimeSpan now)
    {
        if (nextHop <= uint.MaxValue
            && Faces.TryGet(new FaceId((uint)nextHop), out var egress)
            && NameScope.Permits(interest.Name, ingress, egress))
        {
            SendOrRefuse(ingress, link, interest, [egress.Id], entry, default, now);
        }
    }

    private void OnNoRoute(int entry, TimeSpan now)
    {
        // Somebody asked earlier may still answer all who wait.
        if (!Pit.HasPendingOutRecord(entry, now))
        {
            Reject(entry, NackReason.NoRoute, now);
        }
    }

    private void OnExpired(int entry, TimeSpan now)
    {
        Counters.UnsatisfiedInterests++;
        MeasureSilence(entry, now);
        Forget(entry, now);
    }

    // Removes an entry, but remembers what went out, so that it is known when it comes around.
    private void Forget(int entry, TimeSpan now)
    {
        for (var record = Pit[entry].OutRecords; record != 0; record = Pit.OutRecord(record).Next)
        {
            DeadNonces.Add(Pit[entry].Hash, Pit.OutRecord(record).Nonce, now);
        }

        Pit.Remove(entry);
    }

    private bool IsDuplicate(int entry, uint nonce, ulong nameHash, Face ingress, TimeSpan now)
    {
        var isDuplicate = DeadNonces.Contains(nameHash, nonce, now);
        for (var record = Pit[entry].InRecords; record != 0; record = Pit.InRecord(record).Next)
        {
            if (Pit.InRecord(record).Nonce != nonce)
            {
                continue;
            }

            // The one peer of a point-to-point link repeats itself; on other links it may be somebody else's echo.
            if (Pit.InRecord(record).Face == ingress.Id && ingress.Info.LinkType == LinkType.PointToPoint)
            {
                return false;
            }

            isDuplicate = true;
        }

        for (var record = Pit[entry].OutRecords; record != 0; record = Pit.OutRecord(record).Next)
        {
            isDuplicate |= Pit.OutRecord(record).Nonce == nonce;
        }

        return isDuplicate;
    }

    private static void UpdateInRecord(ref InRecord record, in LpPacket link, uint nonce, TimeSpan expiry)
    {
        var token = link.PitToken;
        record.Discovers = !link.NonDiscovery;
        record.Nonce = nonce;
        record.Expiry = expiry;
        record.TokenSize = (byte)token.Length;
        token.CopyTo(record.Token);
    }

    private TimeSpan LatestExpiry(int entry)
    {
        var latest = TimeSpan.Zero;
        for (var record = Pit[entry].InRecords; record != 0; record = Pit.InRecord(record).Next)
        {
            var expiry = Pit.InRecord(record).Expiry;
            latest = latest > expiry ? latest : expiry;
        }

        return latest;
    }

    private ReadOnlySpan<NextHop> FindEligibleNextHops(
        Face ingress, in Interest interest, in HashedName name, Strategy strategy, out ulong routedBy)
    {
        var count = 0;
        var hops = FindFibEntry(interest, name, out routedBy) is { } entry ? entry.NextHops : [];
        foreach (var hop in hops)
        {
            if (Faces.TryGet(hop.Face, out var egress)
                && MayGo(ingress, egress, interest)
                && strategy.Carries(ingress.Info.Reach, egress.Info.Reach))
            {
                eligible[count++] = hop;
            }
        }

        return eligible.AsSpan(0, count);
    }

    private static bool MayGo(Face ingress, Face egress, in Interest interest)
    {
        if (!egress.IsUp || (egress == ingress && egress.Info.LinkType != LinkType.AdHoc))
        {
            return false;
        }

        // The last hop was the one that came here.
        if (interest.HopLimit == 1 && !egress.IsLocal)
        {
            egress.Counters.OutHopLimitZero++;
            return false;
        }

        return NameScope.Permits(interest.Name, ingress, egress);
    }

    // A hint leads by the first delegation that there is a route to, else nowhere; without a hint the name leads.
    private FibEntry? FindFibEntry(in Interest interest, in HashedName name, out ulong prefixHash)
    {
        prefixHash = NameHasher.OfEmpty;
        if (interest.ForwardingHint.IsEmpty)
        {
            var found = Fib.LongestMatch(name);
            prefixHash = found is null ? NameHasher.OfEmpty : name.HashOf(found.Prefix.Count);
            return found;
        }

        foreach (var delegation in interest.ForwardingHint)
        {
            if (hasher.TryHash(delegation, hintHashes, out var hint) && Fib.LongestMatch(hint) is { } entry)
            {
                prefixHash = hint.HashOf(entry.Prefix.Count);
                return entry;
            }
        }

        return null;
    }

    private bool IsInProducerRegion(ForwardingHint hint)
    {
        foreach (var delegation in hint)
        {
            foreach (var region in options.ProducerRegions)
            {
                if (delegation.IsPrefixOf(region))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // SplitMix64 (G. L. Steele, D. Lea, C. H. Flood: "Fast splittable pseudorandom number generators", 2014).
    private uint NextNonce()
    {
        nonces += 0x9E3779B97F4A7C15;
        var mixed = (nonces ^ (nonces >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (uint)(mixed >> 32);
    }
}
