namespace Hearth.Web;

/// <summary>How it stands with updates.</summary>
public sealed record UpdateStatus
{
    /// <summary>The version that runs.</summary>
    public required string Running { get; init; }

    /// <summary>The channel that it follows.</summary>
    public required string Channel { get; init; }

    /// <summary>The running version has to prove itself yet.</summary>
    public bool Unproven { get; init; }

    /// <summary>The other slot holds a version that has served.</summary>
    public bool CanGoBack { get; init; }

    /// <summary>A round is under way, or the board is about to restart.</summary>
    public bool Busy { get; init; }

    /// <summary>Where the round is, or how the last one ended; the page has words for it.</summary>
    public required string Phase { get; init; }

    /// <summary>The version that the channel has; null before it is known.</summary>
    public string? Version { get; init; }

    /// <summary>What changed in it, in its publisher's words.</summary>
    public string? Changes { get; init; }

    /// <summary>Why not, by the name of a fault.</summary>
    public string? Fault { get; init; }

    /// <summary>One line, in English, with the fault.</summary>
    public string? Detail { get; init; }

    /// <summary>Bytes that have to be fetched.</summary>
    public long FetchBytes { get; init; }

    /// <summary>Bytes of them that are here.</summary>
    public long FetchedBytes { get; init; }

    /// <summary>Bytes that came from neighbours, what says which are wanted included.</summary>
    public long NeighbourBytes { get; init; }

    /// <summary>Bytes that came from the channel's server, likewise.</summary>
    public long ServerBytes { get; init; }

    /// <summary>Bytes that have to be written.</summary>
    public long ImageBytes { get; init; }

    /// <summary>Bytes of them that are.</summary>
    public long WrittenBytes { get; init; }

    /// <summary>When a round last ended; null before the first.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>When it looks again.</summary>
    public DateTimeOffset CheckAt { get; init; }

    /// <summary>When it installs what there is; null where there is nothing.</summary>
    public DateTimeOffset? InstallAt { get; init; }

    /// <summary>Updates that came to an end, the last one first.</summary>
    public IReadOnlyList<UpdateEvent> History { get; init; } = [];
}
