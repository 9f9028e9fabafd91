using System.Diagnostics.CodeAnalysis;

namespace Hearth.Updates.Tuf;

/// <summary>
/// The client workflow of the TUF specification 1.0 (section 5), as a step machine without clock, files and network:
/// <see cref="Refresh"/> and <see cref="Find"/> begin, each <see cref="TufStep.Fetch"/> is answered by <see cref="Give"/>
/// or <see cref="GiveAbsent"/>, and every step says what to persist. Stopped at any point, a new client goes on from what
/// was persisted. One instance is one update: its time stands still (5.1).
/// </summary>
public sealed partial class TufClient
{
    private readonly ITrustedFiles trusted;
    private readonly ISignatureVerifier verifier;
    private readonly TufLimits limits;
    private readonly DateTimeOffset clockFloor;
    private readonly DateTimeOffset start;
    private readonly List<TrustedChange> changes = [];

    private Phase phase = Phase.New;
    private TufStep.Fetch? asked;
    private RootMetadata root = null!;
    private TimestampMetadata timestamp = null!;
    private SnapshotMetadata snapshot = null!;
    private TargetsMetadata targets = null!;

    /// <summary>Makes a client for one update.</summary>
    /// <param name="trusted">What was trusted before; <c>root.json</c> at the least.</param>
    /// <param name="verifier">Checks signatures.</param>
    /// <param name="limits">What it takes at most.</param>
    /// <param name="now">What the clock says.</param>
    /// <param name="clockFloor">The earliest that it can be (<see cref="ClockFloor"/>); a clock that is earlier is not believed.</param>
    public TufClient(ITrustedFiles trusted, ISignatureVerifier verifier, TufLimits limits, DateTimeOffset now, DateTimeOffset clockFloor)
    {
        this.trusted = trusted;
        this.verifier = verifier;
        this.limits = limits;
        this.clockFloor = clockFloor;
        start = now > clockFloor ? now : clockFloor;
    }

    private enum Phase
    {
        New,
        Root,
        Timestamp,
        Snapshot,
        Targets,
        Ready,
        Delegation,
        Refused,
    }

    /// <summary>Answers the fetch that the last step asked for.</summary>
    /// <param name="file">The file; more than it may have is refused, so reading can stop one byte beyond.</param>
    public TufStep Give(ReadOnlyMemory<byte> file)
    {
        var (name, most) = Answered();
        if (file.Length > most)
        {
            return Refuse(TufFault.EndlessData, name, $"it is longer than {most} bytes");
        }

        return phase switch
        {
            Phase.Root => AcceptRoot(name, file),
            Phase.Timestamp => AcceptTimestamp(name, file),
            Phase.Snapshot => AcceptSnapshot(name, file),
            _ => AcceptRole(name, file),
        };
    }

    /// <summary>Answers the fetch that the last step asked for: the repository has no such file.</summary>
    public TufStep GiveAbsent()
    {
        var (name, _) = Answered();
        return phase == Phase.Root ? EndRoots() : Refuse(TufFault.Unavailable, name, "the repository does not have it");
    }

    private TufStep.Fetch Answered()
    {
        var answered = asked ?? throw new InvalidOperationException("Nothing was asked for.");
        asked = null;
        return answered;
    }

    private TufStep.Fetch Ask(string file, long mostBytes)
    {
        asked = new TufStep.Fetch(file, (int)mostBytes) { Changes = TakeChanges() };
        return asked;
    }

    private TufStep.Refused Refuse(TufFault fault, string file, string detail) => Refuse(new TufRefusal(fault, file, detail));

    // A target that cannot be found leaves the refreshed metadata as it is.
    private TufStep.Refused Refuse(TufRefusal refusal)
    {
        phase = phase is Phase.Delegation or Phase.Ready ? Phase.Ready : Phase.Refused;
        return new TufStep.Refused(refusal) { Changes = TakeChanges() };
    }

    private TrustedChange[] TakeChanges()
    {
        TrustedChange[] taken = [.. changes];
        changes.Clear();
        return taken;
    }

    private bool TryRead<T>(
        string file, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out T? metadata, [NotNullWhen(false)] out TufRefusal? refusal)
        where T : Metadata
    {
        metadata = null;
        if (!Metadata.TryRead(file, bytes, limits.Values, out var any, out refusal))
        {
            return false;
        }

        metadata = any as T;
        refusal = metadata is null ? new TufRefusal(TufFault.WrongType, file, $"it is {RootMetadata.NameOf(any.Type)} metadata") : null;
        return metadata is not null;
    }

    // What was trusted before, as long as the keys of today say so; its age and version are the caller's to judge.
    private T? ReadTrusted<T>(string file, RoleKeys keys, int mostBytes, MetaFile? listed = null)
        where T : Metadata
    {
        var bytes = trusted.Read(file, mostBytes);
        return bytes is not null
            && (listed is null || CheckListed(file, bytes, listed) is null)
            && TryRead<T>(file, bytes, out var metadata, out _)
            && SignatureThreshold.Check(verifier, keys, metadata, file) is null
            ? metadata
            : null;
    }

    private bool IsExpired(Metadata metadata) => metadata.Expires <= start;

    private TufRefusal? CheckFreeze(string file, Metadata metadata) =>
        IsExpired(metadata) ? new TufRefusal(TufFault.Expired, file, $"it expired at {metadata.Expires:u}") : null;

    private static TufRefusal? CheckListed(string file, ReadOnlySpan<byte> bytes, MetaFile listed)
    {
        if (listed.Length is { } length && length != bytes.Length)
        {
            return new TufRefusal(TufFault.LengthMismatch, file, $"it has {bytes.Length} bytes, and signed metadata names {length}");
        }

        return FileHashes.Check(listed.Hashes, bytes) switch
        {
            TufFault.None => null,
            TufFault.UnsupportedHash => new TufRefusal(TufFault.UnsupportedHash, file, "signed metadata names no hash that can be checked here"),
            var fault => new TufRefusal(fault, file, "its hash is not the one that signed metadata names"),
        };
    }

    private static TufRefusal? CheckVersion(string file, Metadata metadata, MetaFile listed) => metadata.Version == listed.Version
        ? null
        : new TufRefusal(TufFault.VersionMismatch, file, $"it is version {metadata.Version}, and signed metadata names {listed.Version}");

    private TufRefusal? CheckFastForward(string file, string what, long trustedVersion, long version) =>
        version - trustedVersion <= limits.VersionsAhead
            ? null
            : new TufRefusal(TufFault.FastForward, file, $"the version of {what} jumps from {trustedVersion} to {version}");
}
