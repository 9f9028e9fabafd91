using Hearth.Forwarding.Storage;
using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>The forwarding information base: next hops by prefix. The RIB fills it; management may as well.</summary>
public sealed class Fib
{
    /// <summary>Most next hops of a prefix; the cheapest are kept. More neighbours than a board has.</summary>
    public const int MaxNextHops = 128;

    private readonly PrefixTable<FibEntry> table;
    private readonly int maxPrefixes;
    private readonly Dictionary<FaceId, int> prefixesByFace = [];

    internal Fib(NameHasher hasher, int maxPrefixes)
    {
        table = new PrefixTable<FibEntry>(hasher);
        this.maxPrefixes = maxPrefixes;
    }

    /// <summary>Number of prefixes.</summary>
    public int Count => table.Count;

    /// <summary>Prefixes that were not taken because the table was full, and next hops beyond <see cref="MaxNextHops"/>.</summary>
    public long Refused { get; private set; }

    /// <summary>All prefixes, in no order.</summary>
    public IEnumerable<FibEntry> Entries => table.Values;

    /// <summary>Sets the next hops of a prefix; none removes it. False when the table is full.</summary>
    public bool Set(Name prefix, IEnumerable<NextHop> nextHops)
    {
        var sorted = Sorted(nextHops);
        var known = table.TryGet(prefix, out var old);
        if (!known && sorted.Length > 0 && Count >= maxPrefixes)
        {
            Refused++;
            return false;
        }

        CountFaces(old, -1);
        if (sorted.Length == 0)
        {
            table.Remove(prefix);
            return true;
        }

        var entry = new FibEntry(prefix, sorted);
        table.Set(prefix, entry);
        CountFaces(entry, +1);
        return true;
    }

    /// <summary>Adds a next hop or changes its cost. False when the table is full.</summary>
    public bool AddNextHop(Name prefix, FaceId face, ulong cost) =>
        Set(prefix, [.. Others(prefix, face), new NextHop(face, cost)]);

    /// <summary>Removes a next hop; the prefix goes with its last one.</summary>
    public void RemoveNextHop(Name prefix, FaceId face) => Set(prefix, Others(prefix, face));

    /// <summary>The entry of exactly this prefix.</summary>
    public FibEntry? Find(Name prefix) => table.TryGet(prefix, out var entry) ? entry : null;

    /// <summary>The entry of the longest prefix of a name.</summary>
    public FibEntry? LongestMatch(NameView name) => table.LongestMatch(name);

    internal FibEntry? LongestMatch(HashedName name) => table.LongestMatch(name);

    internal void RemoveFace(FaceId face)
    {
        // Most faces are nobody's next hop: then closing one costs nothing, whatever the table's size.
        if (prefixesByFace.ContainsKey(face))
        {
            var affected = Entries.Where(entry => Array.Exists(entry.NextHops.ToArray(), hop => hop.Face == face)).ToList();
            affected.ForEach(entry => RemoveNextHop(entry.Prefix, face));
        }
    }

    private NextHop[] Sorted(IEnumerable<NextHop> nextHops)
    {
        var sorted = new List<NextHop>(nextHops);
        Refused += Math.Max(0, sorted.Count - MaxNextHops);
        sorted.Sort((a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : a.Face.Value.CompareTo(b.Face.Value));
        return [.. sorted[..Math.Min(sorted.Count, MaxNextHops)]];
    }

    private NextHop[] Others(Name prefix, FaceId face) =>
        table.TryGet(prefix, out var entry) ? Array.FindAll(entry.NextHops.ToArray(), hop => hop.Face != face) : [];

    private void CountFaces(FibEntry? entry, int change)
    {
        foreach (var hop in entry is null ? [] : entry.NextHops)
        {
            var count = prefixesByFace.GetValueOrDefault(hop.Face) + change;
            if (count == 0)
            {
                prefixesByFace.Remove(hop.Face);
            }
            else
            {
                prefixesByFace[hop.Face] = count;
            }
        }
    }
}
