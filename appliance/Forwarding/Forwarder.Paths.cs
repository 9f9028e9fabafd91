using System.Runtime.CompilerServices;
using Hearth.Forwarding.Storage;
using Hearth.Forwarding.Strategies;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>How paths are found and judged: measurements, second tries, and self-learning by prefix announcements.</summary>
public sealed partial class Forwarder
{
    /// <summary>The most that fits beside a fragmented packet's other header fields.</summary>
    internal const int MaxAnnouncementSize = LinkService.MaxHeaderFieldsSize - LpPacket.MaxHeaderSize;

    // As NFD (PA_ROUTE_COST): dearer than any route that somebody made on purpose.
    internal const ulong AnnouncedCost = 2048;

    // A neighbour that went is asked in vain for no longer, whatever it announced.
    private static readonly TimeSpan LongestAnnouncedRoute = TimeSpan.FromHours(1);

    // One that answered after another, which has had twice its usual time, and this much for the scheduler's sake.
    private const double SilenceFactor = 2;
    private static readonly TimeSpan LeastSilence = TimeSpan.FromMilliseconds(10);

    private void MeasureAnswer(int entry, FaceId by, TimeSpan now)
    {
        for (var record = Pit[entry].OutRecords; record != 0; record = Pit.OutRecord(record).Next)
        {
            ref var upstream = ref Pit.OutRecord(record);
            if (upstream.MeasuredPrefix == 0)
            {
                continue;
            }

            if (upstream.Face == by)
            {
                Measurements.Answered(upstream.MeasuredPrefix, by, now - upstream.SentAt, now);
            }
            else if (!upstream.IsNacked && now - upstream.SentAt > PatienceWith(upstream))
            {
                Measurements.Failed(upstream.MeasuredPrefix, upstream.Face, now);
            }
        }
    }

    private TimeSpan PatienceWith(in OutRecord upstream)
    {
        ref readonly var path = ref Measurements.Find(upstream.MeasuredPrefix, upstream.Face);
        return LeastSilence + TimeSpan.FromMilliseconds(Unsafe.IsNullRef(in path) ? 0 : path.RoundTrip * SilenceFactor);
    }

    private void MeasureSilence(int entry, TimeSpan now)
    {
        for (var record = Pit[entry].OutRecords; record != 0; record = Pit.OutRecord(record).Next)
        {
            ref var upstream = ref Pit.OutRecord(record);
            if (upstream.MeasuredPrefix != 0 && !upstream.IsNacked)
            {
                Measurements.Failed(upstream.MeasuredPrefix, upstream.Face, now);
            }
        }
    }

    private void MeasureRefusal(in OutRecord upstream, TimeSpan now)
    {
        if (upstream.MeasuredPrefix != 0)
        {
            Measurements.Failed(upstream.MeasuredPrefix, upstream.Face, now);
        }
    }

    // All who were asked have refused: perhaps there is somebody else.
    private bool TryElsewhere(int entry, TimeSpan now)
    {
        var downstream = Pit[entry].InRecords;
        if (downstream == 0
            || !Faces.TryGet(Pit.InRecord(downstream).Face, out var ingress)
            || !Interest.TryRead(Pit.LoadInterest(entry, cached), out var kept, out _)
            || !hasher.TryHash(kept.Name, hashes, out var name)
            || Strategies.Find(name) is not { TriesElsewhere: true } strategy)
        {
            return false;
        }

        var wire = InterestRewriter.Rewrite(kept, Pit.InRecord(downstream).Nonce, dropHint: false, rewritten);
        if (!Interest.TryRead(wire, out var interest, out _))
        {
            return false;
        }

        var hops = FindEligibleNextHops(ingress, interest, name, strategy, out var routedBy);
        var choice = strategy.ChooseElsewhere(new PendingInterest(this, entry, name, routedBy, hops), chosen, now);
        var sending = new Sending { MeasuredPrefix = strategy.Measures ? routedBy : 0 };
        if (choice.Count == 0 || !SendInterest(ingress, LpPacket.Of([]), interest, chosen.AsSpan(0, choice.Count), entry, sending, now))
        {
            return false;
        }

        Counters.TriedElsewhere++;
        return true;
    }

    // Everybody at home when there is no route, or when the consumer asks again because the route did not answer. Who
    // was told not to discover goes by the routes there are.
    private ReadOnlySpan<NextHop> FindForDiscovery(
        Face ingress, in LpPacket link, in Interest interest, ReadOnlySpan<NextHop> routed, int entry, TimeSpan now, scoped ref Sending sending)
    {
        if (link.NonDiscovery || (!routed.IsEmpty && !Pit.HasPendingOutRecord(entry, now)))
        {
            sending.IsNonDiscovery = !routed.IsEmpty;
            return routed;
        }

        var count = routed.Length;
        foreach (var face in Faces.AtHome)
        {
            if (count < eligible.Length && MayGo(ingress, face, interest) && !HasHop(routed, face.Id))
            {
                eligible[count++] = new NextHop(face.Id, AnnouncedCost);
            }
        }

        sending.IsDiscovery = true;
        return eligible.AsSpan(0, count);
    }

    private static bool HasHop(ReadOnlySpan<NextHop> hops, FaceId face)
    {
        foreach (var hop in hops)
        {
            if (hop.Face == face)
            {
                return true;
            }
        }

        return false;
    }

    // What goes with the Data to those who want to learn: the announcement that came with it, or that of a program here.
    private ReadOnlySpan<byte> AnnouncementFor(
        Face ingress, in LpPacket link, in Data data, in HashedName name, ReadOnlySpan<int> answered, TimeSpan now)
    {
        if (ingress.IsLocal)
        {
            return Rib.FindAnnouncement(name);
        }

        var wire = link.PrefixAnnouncement;
        if (wire.IsEmpty || !WasDiscovered(answered, ingress.Id))
        {
            return [];
        }

        if (wire.Length > MaxAnnouncementSize
            || ingress.Info.Reach != FaceReach.Home
            || !PrefixAnnouncement.TryRead(wire, out var announcement, out _)
            || announcement.Prefix.Count == 0
            || !announcement.Prefix.IsPrefixOf(data.Name)
            || options.TrustsAnnouncement is not { } trusts
            || !trusts(announcement))
        {
            Counters.AnnouncementsRefused++;
            return [];
        }

        var lasts = announcement.ExpirationPeriod < LongestAnnouncedRoute ? announcement.ExpirationPeriod : LongestAnnouncedRoute;
        var route = new Route(ingress.Id, RouteOrigin.PrefixAnnouncement, AnnouncedCost, RouteInheritance.ChildInherit) { ExpiresAt = now + lasts };
        if (Rib.Register(announcement.Prefix.ToName(), route))
        {
            Counters.AnnouncementsLearned++;
        }

        return wire;
    }

    private bool WasDiscovered(ReadOnlySpan<int> answered, FaceId by)
    {
        foreach (var entry in answered)
        {
            var record = Pit.FindOutRecord(entry, by);
            if (record != 0 && Pit.OutRecord(record).IsDiscovery)
            {
                return true;
            }
        }

        return false;
    }
}
