namespace Hearth.Updates.Tuf;

/// <summary>What a client takes at most. The specification leaves each number to the application (section 5).</summary>
public sealed record TufLimits
{
    /// <summary>Bytes of root metadata. This and the next three are python-tuf's, which every public repository fits in.</summary>
    public int RootBytes { get; init; } = 512_000;

    /// <summary>Bytes of timestamp metadata.</summary>
    public int TimestampBytes { get; init; } = 16_384;

    /// <summary>Bytes of snapshot metadata whose length the timestamp does not name.</summary>
    public int SnapshotBytes { get; init; } = 2_000_000;

    /// <summary>Bytes of targets metadata whose length the snapshot does not name.</summary>
    public int TargetsBytes { get; init; } = 5_000_000;

    /// <summary>JSON values in one file, which bounds what an unverified one costs: some 20 MB of memory.</summary>
    public int Values { get; init; } = 200_000;

    /// <summary>Roots taken in one refresh (5.3.3, Y): one a week for five years.</summary>
    public int RootRotations { get; init; } = 256;

    /// <summary>Delegated roles visited for one target (5.6.7.1); python-tuf's number.</summary>
    public int Delegations { get; init; } = 32;

    /// <summary>How far a version may be ahead of the trusted one: one a second for three years.</summary>
    public long VersionsAhead { get; init; } = 100_000_000;
}
