namespace Hearth.Web;

/// <summary>One snapshot of the node.</summary>
public sealed record NodeStatus
{
    /// <summary>The namespace, for example <c>/p/alice</c>; null until claimed.</summary>
    public required string? Namespace { get; init; }

    /// <summary>Tells two owners of one name apart; null until claimed.</summary>
    public required string? OwnerFingerprint { get; init; }

    /// <summary>The appliance's name on its network, such as <c>hearth.local</c>; null while it has none.</summary>
    public required string? HostName { get; init; }

    /// <summary>Other appliances on the network.</summary>
    public required NeighbourStatus Neighbours { get; init; }

    /// <summary>What the last press opened.</summary>
    public required PressWindow Window { get; init; }

    /// <summary>How long the window stays open; zero when none is.</summary>
    public required TimeSpan WindowLeft { get; init; }

    /// <summary>True when the board is simulated, and its button can be pressed from the page.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The running version.</summary>
    public required string Version { get; init; }

    /// <summary>The running slot, <c>A</c> or <c>B</c>; <c>-</c> off a device.</summary>
    public required string Slot { get; init; }

    /// <summary>Time since the node started.</summary>
    public required TimeSpan Uptime { get; init; }

    /// <summary>The faces, by id.</summary>
    public required IReadOnlyList<FaceStatus> Faces { get; init; }

    /// <summary>The content store.</summary>
    public required ContentStoreStatus ContentStore { get; init; }

    /// <summary>Entries in the PIT.</summary>
    public required int PitEntries { get; init; }

    /// <summary>Entries in the FIB.</summary>
    public required int FibEntries { get; init; }

    /// <summary>The repo.</summary>
    public required RepoStatus Repo { get; init; }

    /// <summary>What came in over all faces, closed ones included.</summary>
    public required PacketCounters In { get; init; }

    /// <summary>What went out over all faces, closed ones included.</summary>
    public required PacketCounters Out { get; init; }
}
