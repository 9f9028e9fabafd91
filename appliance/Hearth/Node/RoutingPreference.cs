using Hearth.Forwarding;
using Hearth.Protocol;

namespace Hearth.Node;

/// <summary>The owner's preference, which way questions go: the strategy of all names that no other was chosen for.</summary>
internal static class RoutingPreference
{
    private static readonly Name Strategies = Name.Parse("/localhost/nfd/strategy");

    /// <summary>What this machine has comes from here, what a neighbour has from there, and a refusal has the next one asked.</summary>
    public static Name LocalFirst { get; } = Strategies.Append("local-first");

    /// <summary>Chooses by the settings' word; on the forwarder's thread, or before it runs.</summary>
    public static bool Apply(StrategyTable table, string routing) =>
        table.Set(Name.Empty, Strategies.Append(routing == "usual" ? "best-route" : routing));
}
