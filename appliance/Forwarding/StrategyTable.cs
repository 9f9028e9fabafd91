using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Choices that were not taken because the table was full.</summary>
    public long Refused { get; private set; }

    /// <summary>All choices, in no order.</summary>
    public IEnumerable<StrategyChoice> Choices => table.Values;

    /// <summary>The strategies there are to choose from.</summary>
    public static IReadOnlyList<Strategy> Strategies => Known;

    /// <summary>
    /// Finds a strategy by its name: without version, or with, and then parameters may follow. Says what is wrong where
    /// there is no such strategy.
    /// </summary>
    public static bool TryFind(Name name, [NotNullWhen(true)] out Strategy? strategy, out string complaint)
    {
        complaint = "Strategy not registered";
        strategy = Array.Find(Known, known => known.Name.IsPrefixOf(name) || known.Name.Prefix(-1) == name);
        if (strategy is null || name.Count <= strategy.Name.Count)
        {
            return strategy is not null;
        }

        if (!StrategyParameters.TryRead(name, strategy.Name.Count, strategy.Measures, out var parameters, out var unfit))
        {
            complaint = $"Error instantiating strategy: {unfit}";
            strategy = null;
            return false;
        }

        strategy = strategy.With(parameters, name);
        return true;
    }

    /// <summary>Chooses the strategy of a prefix. False when the table is full.</summary>
    public bool Set(Name prefix, Strategy strategy)
    {
        if (Count >= maxPrefixes && !table.TryGet(prefix, out _))
        {
            Refused++;
            return false;
        }

        table.Set(prefix, new StrategyChoice(prefix, strategy));
        return true;
    }

    /// <summary>Chooses the strategy of a prefix by its name. False when there is no such strategy or the table is full.</summary>
    public bool Set(Name prefix, Name strategy) => TryFind(strategy, out var found, out _) && Set(prefix, found);

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
