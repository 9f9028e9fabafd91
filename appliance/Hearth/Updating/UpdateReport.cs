namespace Hearth.Updating;

/// <summary>How a round of the updater goes: what the node shows the owner, and plans by.</summary>
internal sealed record UpdateReport
{
    /// <summary>Where it is.</summary>
    public required UpdatePhase Phase { get; init; }

    /// <summary>The version that the channel has; null before it is known.</summary>
    public string? Version { get; init; }

    /// <summary>The hash of its bundle's manifest, in hex digits.</summary>
    public string? Bundle { get; init; }

    /// <summary>What changed in it.</summary>
    public string? Changes { get; init; }

    /// <summary>Why not, by the name of a fault: of the offer, the metadata, the bundle, the slot, or the network.</summary>
    public string? Fault { get; init; }

    /// <summary>One line for people, with the fault.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether what came was what was signed, and could not be installed.</summary>
    public bool IsInstallFault { get; init; }

    /// <summary>When this device's turn comes, where it comes later.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Bytes that have to be fetched, beside metadata.</summary>
    public long FetchBytes { get; init; }

    /// <summary>Bytes of them that are here.</summary>
    public long FetchedBytes { get; init; }

    /// <summary>Bytes that came from neighbours, with metadata; the node's own count.</summary>
    public long NeighbourBytes { get; init; }

    /// <summary>Bytes that came from the server; likewise.</summary>
    public long ServerBytes { get; init; }

    /// <summary>Bytes of both images.</summary>
    public long ImageBytes { get; init; }

    /// <summary>Bytes of them that are written.</summary>
    public long WrittenBytes { get; init; }

    /// <summary>Whether the round has ended.</summary>
    public bool IsEnd => Phase is UpdatePhase.Nothing or UpdatePhase.Available or UpdatePhase.Armed or UpdatePhase.Failed;
}
