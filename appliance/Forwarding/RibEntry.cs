using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>A prefix and the routes that were registered for it.</summary>
public sealed class RibEntry
{
    internal RibEntry(Name prefix) => Prefix = prefix;

    /// <summary>The prefix.</summary>
    public Name Prefix { get; }

    /// <summary>At least one route.</summary>
    public IReadOnlyList<Route> Routes => MutableRoutes;

    internal List<Route> MutableRoutes { get; } = [];

    internal bool Captures => MutableRoutes.Exists(route => route.Flags.HasFlag(RouteInheritance.Capture));
}
