using Hearth.Protocol;

namespace Hearth.Node;

/// <summary>What a node has to do with updates: takes them, on an appliance, and serves them.</summary>
internal sealed record UpdateSettings
{
    /// <summary>Below it updates are published where nobody says otherwise.</summary>
    public static Name UsualPrefix { get; } = Name.Parse("/hearth/updates");

    /// <summary>The folder of <c>channel.json</c>; null on a node that takes none.</summary>
    public string? Channel { get; init; }

    /// <summary>Where the updater connects; null for the run folder.</summary>
    public string? Socket { get; init; }

    /// <summary>The updater's user id; null for this node's own.</summary>
    public uint? User { get; init; }

    /// <summary>The pipe that init waits at to start the updater; null where somebody else starts it.</summary>
    public string? Wake { get; init; }

    /// <summary>A folder that <c>release</c> published, to be served; null for none.</summary>
    public string? Published { get; init; }

    /// <summary>The name that it is served below.</summary>
    public Name Prefix { get; init; } = UsualPrefix;
}
