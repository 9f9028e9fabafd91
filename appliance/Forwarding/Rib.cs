using Hearth.Forwarding.Storage;
using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>
/// The routing information base: who registered which prefix, and how. From its routes it computes the FIB, as NFD
/// does (NFD Developer's Guide, "RIB"): a prefix has its own routes, and those that shorter prefixes let their
/// children inherit unless a capturing prefix stands between.
/// </summary>
public sealed class Rib
{
    private readonly Fib fib;
    private readonly int maxRoutes;
    private readonly PrefixTable<RibEntry> table;
    private readonly SortedSet<RibEntry> sorted = new(Comparer<RibEntry>.Create((a, b) => a.Prefix.CompareTo(b.Prefix)));
    private readonly PrefixTable<byte[]> announcements;
    private readonly Dictionary<FaceId, HashSet<Name>> prefixesByFace = [];
    private readonly SortedSet<(TimeSpan At, Name Prefix, Route Route)> expiries = new(Comparer<(TimeSpan At, Name Prefix, Route Route)>.Create(CompareExpiries));

    internal Rib(Fib fib, NameHasher hasher, int maxRoutes)
    {
        this.fib = fib;
        this.maxRoutes = maxRoutes;
        table = new PrefixTable<RibEntry>(hasher);
        announcements = new PrefixTable<byte[]>(hasher);
    }

    /// <summary>Number of routes.</summary>
    public int RouteCount { get; private set; }

    /// <summary>Routes that were not taken because the table was full.</summary>
    public long Refused { get; private set; }

    /// <summary>All prefixes, in canonical order.</summary>
    public IReadOnlyCollection<RibEntry> Entries => sorted;

    /// <summary>The entry of exactly this prefix.</summary>
    public RibEntry? Find(Name prefix) => table.TryGet(prefix, out var entry) ? entry : null;

    /// <summary>Adds a route, or replaces that of the same face and origin. False when the table is full.</summary>
    public bool Register(Name prefix, Route route)
    {
        var entry = Find(prefix);
        var position = entry is null ? -1 : IndexOf(entry, route.Face, route.Origin);
        if (position < 0 && RouteCount >= maxRoutes)
        {
            Refused++;
            return false;
        }

        entry ??= AddEntry(prefix);
        var changes = route.Flags;
        if (position >= 0)
        {
            changes |= entry.MutableRoutes[position].Flags;
            Disarm(prefix, entry.MutableRoutes[position]);
            entry.MutableRoutes[position] = route;
        }
        else
        {
            entry.MutableRoutes.Add(route);
            RouteCount++;
            PrefixesOf(route.Face).Add(prefix);
        }

        if (route.ExpiresAt is { } expiry)
        {
            expiries.Add((expiry, prefix, route));
        }

        UpdateAnnouncement(entry);
        UpdateFib(prefix, changes);
        return true;
    }

    /// <summary>Removes the route of a face and origin; false when there is none.</summary>
    public bool Unregister(Name prefix, FaceId face, RouteOrigin origin)
    {
        if (Find(prefix) is not { } entry || IndexOf(entry, face, origin) is not (>= 0 and var position))
        {
            return false;
        }

        RemoveAt(entry, position);
        return true;
    }

    /// <summary>The announcement, a signed packet, of the longest prefix of a name that somebody here answers for; null when there is none.</summary>
    internal byte[]? FindAnnouncement(HashedName name) => announcements.Count == 0 ? null : announcements.LongestMatch(name);

    internal TimeSpan? NextDeadline => expiries.Count > 0 ? expiries.Min.At : null;

    internal void Expire(TimeSpan now)
    {
        while (NextDeadline <= now)
        {
            var (_, prefix, route) = expiries.Min;
            Unregister(prefix, route.Face, route.Origin);
        }
    }

    internal void RemoveFace(FaceId face)
    {
        foreach (var prefix in prefixesByFace.GetValueOrDefault(face)?.ToArray() ?? [])
        {
            var entry = Find(prefix)!;
            for (var i = entry.Routes.Count - 1; i >= 0; i--)
            {
                if (entry.Routes[i].Face == face)
                {
                    RemoveAt(entry, i);
                }
            }
        }
    }

    private RibEntry AddEntry(Name prefix)
    {
        var entry = new RibEntry(prefix);
        table.Set(prefix, entry);
        sorted.Add(entry);
        return entry;
    }

    private void RemoveAt(RibEntry entry, int position)
    {
        var route = entry.MutableRoutes[position];
        entry.MutableRoutes.RemoveAt(position);
        Disarm(entry.Prefix, route);
        RouteCount--;
        if (!entry.MutableRoutes.Exists(other => other.Face == route.Face))
        {
            var prefixes = PrefixesOf(route.Face);
            prefixes.Remove(entry.Prefix);
            if (prefixes.Count == 0)
            {
                prefixesByFace.Remove(route.Face);
            }
        }

        if (entry.MutableRoutes.Count == 0)
        {
            table.Remove(entry.Prefix);
            sorted.Remove(entry);
        }

        UpdateAnnouncement(entry);
        UpdateFib(entry.Prefix, route.Flags);
    }

    private void UpdateAnnouncement(RibEntry entry)
    {
        var announcement = entry.MutableRoutes.Find(route => !route.Announcement.IsEmpty).Announcement;
        if (!announcement.IsEmpty)
        {
            announcements.Set(entry.Prefix, announcement.ToArray());
        }
        else if (announcements.Count > 0)
        {
            announcements.Remove(entry.Prefix);
        }
    }

    private void UpdateFib(Name prefix, RouteInheritance changed)
    {
        UpdateFib(prefix);

        // Only a flag carries a route's effect beyond its own prefix.
        if (changed == RouteInheritance.None || sorted.Max is not { } last || prefix.CompareTo(last.Prefix) > 0)
        {
            return;
        }

        foreach (var entry in sorted.GetViewBetween(new RibEntry(prefix), last))
        {
            if (!prefix.IsPrefixOf(entry.Prefix))
            {
                break;
            }

            UpdateFib(entry.Prefix);
        }
    }

    private void UpdateFib(Name prefix)
    {
        var costs = new Dictionary<FaceId, ulong>();
        if (Find(prefix) is { } entry)
        {
            AddRoutes(costs, entry.MutableRoutes);
            for (var (length, captured) = (prefix.Count - 1, entry.Captures); length >= 0 && !captured; length--)
            {
                if (Find(prefix.Prefix(length)) is { } ancestor)
                {
                    AddRoutes(costs, ancestor.MutableRoutes.FindAll(route => route.Flags.HasFlag(RouteInheritance.ChildInherit)));
                    captured = ancestor.Captures;
                }
            }
        }

        List<NextHop> nextHops = new(costs.Count);
        foreach (var (face, cost) in costs)
        {
            nextHops.Add(new NextHop(face, cost));
        }

        fib.Set(prefix, nextHops);
    }

    // A face's route on a longer prefix goes before an inherited one, even a cheaper one; on the same prefix the
    // cheapest wins.
    private static void AddRoutes(Dictionary<FaceId, ulong> costs, List<Route> routes)
    {
        var cheapest = new Dictionary<FaceId, ulong>();
        foreach (var route in routes)
        {
            cheapest[route.Face] = Math.Min(route.Cost, cheapest.GetValueOrDefault(route.Face, ulong.MaxValue));
        }

        foreach (var (face, cost) in cheapest)
        {
            costs.TryAdd(face, cost);
        }
    }

    private void Disarm(Name prefix, Route route)
    {
        if (route.ExpiresAt is { } expiry)
        {
            expiries.Remove((expiry, prefix, route));
        }
    }

    private static int CompareExpiries((TimeSpan At, Name Prefix, Route Route) a, (TimeSpan At, Name Prefix, Route Route) b)
    {
        var order = a.At.CompareTo(b.At);
        order = order != 0 ? order : a.Prefix.CompareTo(b.Prefix);
        order = order != 0 ? order : a.Route.Face.Value.CompareTo(b.Route.Face.Value);
        return order != 0 ? order : a.Route.Origin.CompareTo(b.Route.Origin);
    }

    private static int IndexOf(RibEntry entry, FaceId face, RouteOrigin origin) =>
        entry.MutableRoutes.FindIndex(route => route.Face == face && route.Origin == origin);

    private HashSet<Name> PrefixesOf(FaceId face)
    {
        if (!prefixesByFace.TryGetValue(face, out var prefixes))
        {
            prefixesByFace[face] = prefixes = [];
        }

        return prefixes;
    }
}
