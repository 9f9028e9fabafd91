namespace Hearth.Forwarding.Management;

/// <summary>What management tells of the program that it is part of, and its bounds.</summary>
public sealed record ManagementOptions
{
    /// <summary>Name and version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>When it started, by the wall clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Most commands that wait at a time: for a connection, or a disk. One more is answered with status 503.</summary>
    public int MaxPendingCommands { get; init; } = 64;

    /// <summary>
    /// Bytes of segments kept for clients that have fetched the first; the oldest dataset goes first. A listing of
    /// 10,000 routes takes about 1 MiB.
    /// </summary>
    public int DatasetBytes { get; init; } = 4 << 20;
}
