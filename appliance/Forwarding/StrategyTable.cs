using Hearth.Forwarding.Storage;
using Hearth.Forwarding.Strategies;
using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>Which strategy serves which prefix (NFD Developer's Guide, "Strategy Choice Table").</summary>
public sealed class StrategyTable
{
    private static readonly Strategy[] Known =
    [
        new BestRoute(),
        new Multicast(),
        new AdaptiveForwarding(),
        new SelfLearning(),
        new LocalFirst(),
        new NearCachesFirst(),
        new Contribute(),
    ];

    private readonly PrefixTable<StrategyChoice> table;
    private readonly int maxPrefixes;

    internal StrategyTable(NameHasher hasher, int maxPrefixes)
    {
        table = new PrefixTable<StrategyChoice>(hasher);
        this.maxPrefixes = maxPrefixes;
        table.Set(Name.Empty, new StrategyChoice(Name.Empty, Known[0]));
    }

    /// <summary>Number of prefixes, the empty one included.</summary>
    public int Count => table.Count;

    /// <summary>All choices, in no order.</summary>
    public IEnumerable<StrategyChoice> Choices => table.Values;

    /// <summary>The strategies there are to choose from.</summary>
    public static IReadOnlyList<Strategy> Strategies => Known;

    /// <summary>
    /// Chooses the strategy of a prefix by name, with its version or without. False when there is no such strategy or
    /// the table is full.
    /// </summary>
    public bool Set(Name prefix, Name strategy)
    {
        var found = Array.Find(Known, known => known.Name == strategy || known.Name.Prefix(-1) == strategy);
        if (found is null || (Count >= maxPrefixes && !table.TryGet(prefix, out _)))
        {
            return false;
        }

        table.Set(prefix, new StrategyChoice(prefix, found));
        return true;
    }

    /// <summary>Leaves a prefix to the strategy of the shorter one. False for the empty prefix, which always has one.</summary>
    public bool Unset(Name prefix)
    {
        if (prefix.Count == 0)
        {
            return false;
        }

        table.Remove(prefix);
        return true;
    }

    /// <summary>The strategy of a name.</summary>
    public Strategy Find(NameView name) => table.LongestMatch(name)!.Strategy;

    internal Strategy Find(HashedName name) => table.LongestMatch(name)!.Strategy;
}
