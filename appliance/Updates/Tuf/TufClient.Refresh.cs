namespace Hearth.Updates.Tuf;

public sealed partial class TufClient
{
    private const string RootFile = "root.json";
    private const string TimestampFile = "timestamp.json";
    private const string SnapshotFile = "snapshot.json";

    private int rotations;
    private SnapshotMetadata? trustedSnapshot;

    /// <summary>Begins the update: sections 5.2 to 5.6. Once for each client.</summary>
    public TufStep Refresh()
    {
        if (phase != Phase.New)
        {
            throw new InvalidOperationException("One client makes one update.");
        }

        var bytes = trusted.Read(RootFile, limits.RootBytes);
        if (bytes is null)
        {
            return Refuse(TufFault.Unavailable, RootFile, "there is no trusted root to begin with");
        }

        if (!TryRead<RootMetadata>(RootFile, bytes, out var first, out var refusal))
        {
            return Refuse(refusal);
        }

        refusal = SignatureThreshold.Check(verifier, first.KeysOf(RoleType.Root), first, RootFile);
        if (refusal is not null)
        {
            return Refuse(refusal);
        }

        root = first;
        phase = Phase.Root;
        return AskForNextRoot();
    }

    // 5.3.3
    private TufStep AskForNextRoot() => rotations < limits.RootRotations && root.Version < long.MaxValue
        ? Ask($"{root.Version + 1}.{RootFile}", limits.RootBytes)
        : EndRoots();

    private TufStep AcceptRoot(string file, ReadOnlyMemory<byte> bytes)
    {
        if (!TryRead<RootMetadata>(file, bytes.Span, out var next, out var refusal))
        {
            return Refuse(refusal);
        }

        // 5.3.4: signed by the old keys, then, with what they vouch for, by its own.
        refusal = SignatureThreshold.Check(verifier, root.KeysOf(RoleType.Root), next, file)
            ?? SignatureThreshold.Check(verifier, next.KeysOf(RoleType.Root), next, file);
        if (refusal is not null)
        {
            return Refuse(refusal);
        }

        // 5.3.5
        if (next.Version == root.Version)
        {
            return EndRoots();
        }

        if (next.Version != root.Version + 1)
        {
            return Refuse(TufFault.RootOutOfSequence, file, $"it is version {next.Version}, and follows {root.Version}");
        }

        Replace(next, bytes);
        return AskForNextRoot();
    }

    // 5.3.7, 5.3.8 and 5.3.11. The old timestamp goes before the new root comes: cut off between the two, the next refresh
    // takes the same root again; the other way round, versions that a thief forwarded would stay for ever.
    private void Replace(RootMetadata next, ReadOnlyMemory<byte> bytes)
    {
        if (LosesKey(next, RoleType.Timestamp) || LosesKey(next, RoleType.Snapshot))
        {
            changes.Add(new TrustedChange(TimestampFile, null));
            changes.Add(new TrustedChange(SnapshotFile, null));
        }

        changes.Add(new TrustedChange(RootFile, bytes));
        root = next;
        rotations++;
    }

    // A key that is only added revokes nothing, and recovers from no theft.
    private bool LosesKey(RootMetadata next, RoleType role) =>
        root.KeysOf(role).Keys.Values.Except(next.KeysOf(role).Keys.Values).Any();

    private TufStep EndRoots()
    {
        // 5.3.10
        if (CheckFreeze(RootFile, root) is { } refusal)
        {
            return Refuse(refusal);
        }

        phase = Phase.Timestamp;
        return Ask(TimestampFile, limits.TimestampBytes);
    }

    private TufStep AcceptTimestamp(string file, ReadOnlyMemory<byte> bytes)
    {
        var keys = root.KeysOf(RoleType.Timestamp);
        var old = ReadTrusted<TimestampMetadata>(TimestampFile, keys, limits.TimestampBytes);
        if (!TryRead<TimestampMetadata>(file, bytes.Span, out var next, out var refusal))
        {
            return Refuse(refusal);
        }

        refusal = SignatureThreshold.Check(verifier, keys, next, file)
            ?? CheckTimestampRollback(file, old, next);
        if (refusal is not null)
        {
            return Refuse(refusal);
        }

        // 5.4.3.1: what has the same version is not looked at.
        timestamp = next.Version == old?.Version ? old : next;
        if (CheckFreeze(file, timestamp) is { } frozen)
        {
            return Refuse(frozen);
        }

        if (timestamp != old)
        {
            changes.Add(new TrustedChange(TimestampFile, bytes));
        }

        return SeekSnapshot();
    }

    private TufRefusal? CheckTimestampRollback(string file, TimestampMetadata? old, TimestampMetadata next)
    {
        if (old is null || next.Version == old.Version)
        {
            return null;
        }

        if (next.Version < old.Version)
        {
            return new TufRefusal(TufFault.TimestampRollback, file, $"it is version {next.Version}, and {old.Version} is trusted");
        }

        if (next.Snapshot.Version < old.Snapshot.Version)
        {
            return new TufRefusal(TufFault.SnapshotRollback, file, $"it names version {next.Snapshot.Version} of the snapshot, and {old.Snapshot.Version} is trusted");
        }

        return CheckFastForward(file, "the timestamp", old.Version, next.Version)
            ?? CheckFastForward(file, "the snapshot", old.Snapshot.Version, next.Snapshot.Version);
    }

    // The snapshot that is here already need not be fetched again; an older one still guards against rollback.
    private TufStep SeekSnapshot()
    {
        phase = Phase.Snapshot;
        var (keys, listed) = (root.KeysOf(RoleType.Snapshot), timestamp.Snapshot);
        trustedSnapshot = ReadTrusted<SnapshotMetadata>(SnapshotFile, keys, limits.SnapshotBytes);
        var current = trustedSnapshot?.Version == listed.Version
            ? ReadTrusted<SnapshotMetadata>(SnapshotFile, keys, limits.SnapshotBytes, listed)
            : null;
        if (current is not null && !IsExpired(current))
        {
            return SeekTargets(current);
        }

        return Ask(root.ConsistentSnapshot ? $"{listed.Version}.{SnapshotFile}" : SnapshotFile, Math.Min(listed.Length ?? long.MaxValue, limits.SnapshotBytes));
    }

    private TufStep AcceptSnapshot(string file, ReadOnlyMemory<byte> bytes)
    {
        // 5.5.2: before anything of it is read.
        if (CheckListed(file, bytes.Span, timestamp.Snapshot) is { } mismatch)
        {
            return Refuse(mismatch);
        }

        if (!TryRead<SnapshotMetadata>(file, bytes.Span, out var next, out var refusal))
        {
            return Refuse(refusal);
        }

        refusal = SignatureThreshold.Check(verifier, root.KeysOf(RoleType.Snapshot), next, file)
            ?? CheckVersion(file, next, timestamp.Snapshot)
            ?? CheckSnapshotRollback(file, next)
            ?? CheckFreeze(file, next);
        if (refusal is not null)
        {
            return Refuse(refusal);
        }

        changes.Add(new TrustedChange(SnapshotFile, bytes));
        return SeekTargets(next);
    }

    // 5.5.5
    private TufRefusal? CheckSnapshotRollback(string file, SnapshotMetadata next)
    {
        foreach (var (name, old) in trustedSnapshot?.Files ?? new Dictionary<string, MetaFile>())
        {
            if (!next.Files.TryGetValue(name, out var listed))
            {
                return new TufRefusal(TufFault.RoleRemoved, file, $"it leaves out {name}");
            }

            if (listed.Version < old.Version)
            {
                return new TufRefusal(TufFault.TargetsRollback, file, $"it names version {listed.Version} of {name}, and {old.Version} is trusted");
            }

            if (CheckFastForward(file, name, old.Version, listed.Version) is { } forward)
            {
                return forward;
            }
        }

        return null;
    }

    private TufStep SeekTargets(SnapshotMetadata current)
    {
        snapshot = current;
        phase = Phase.Targets;
        return SeekRole("targets", root.KeysOf(RoleType.Targets));
    }

    private TufStep.Refreshed EndRefresh(TargetsMetadata current)
    {
        targets = current;
        phase = Phase.Ready;
        return new TufStep.Refreshed(Tuf.ClockFloor.Raise(clockFloor, root, timestamp, snapshot, targets)) { Changes = TakeChanges() };
    }
}
