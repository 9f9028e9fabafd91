using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>A prefix and its next hops, cheapest first; replaced as a whole when they change.</summary>
public sealed class FibEntry
{
    private readonly NextHop[] nextHops;

    internal FibEntry(Name prefix, NextHop[] nextHops)
    {
        Prefix = prefix;
        this.nextHops = nextHops;
    }

    /// <summary>The prefix.</summary>
    public Name Prefix { get; }

    /// <summary>At least one next hop, by rising cost.</summary>
    public ReadOnlySpan<NextHop> NextHops => nextHops;
}
