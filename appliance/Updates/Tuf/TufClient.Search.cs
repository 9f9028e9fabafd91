namespace Hearth.Updates.Tuf;

public sealed partial class TufClient
{
    private readonly Dictionary<string, TargetsMetadata> loaded = [];
    private readonly Stack<Delegation> toVisit = new();
    private readonly HashSet<string> visited = [];

    private string sought = "";
    private string role = "";
    private RoleKeys roleKeys = null!;

    /// <summary>Looks for a target in the refreshed metadata and, in the order of trust, in delegated roles (5.6.7).</summary>
    /// <param name="targetPath">Its name, as metadata has it.</param>
    public TufStep Find(string targetPath)
    {
        if (phase != Phase.Ready)
        {
            throw new InvalidOperationException("Targets are looked for after a refresh.");
        }

        sought = targetPath;
        toVisit.Clear();
        visited.Clear();
        return Examine(targets);
    }

    private TufStep Examine(TargetsMetadata metadata)
    {
        if (metadata.Targets.TryGetValue(sought, out var target))
        {
            phase = Phase.Ready;
            return new TufStep.Found(target, root.ConsistentSnapshot ? target.HashPrefixedPath : target.Path) { Changes = TakeChanges() };
        }

        Enqueue(metadata.Delegations);
        return VisitNext();
    }

    private void Enqueue(IReadOnlyList<Delegation> delegations)
    {
        var covering = new List<Delegation>();
        foreach (var delegation in delegations.Where(delegation => delegation.Covers(sought)))
        {
            covering.Add(delegation);
            if (delegation.Terminating)
            {
                // 5.6.7.2.1: nothing after it counts, whoever said it.
                toVisit.Clear();
                break;
            }
        }

        for (var i = covering.Count - 1; i >= 0; i--)
        {
            toVisit.Push(covering[i]);
        }
    }

    private TufStep VisitNext()
    {
        while (visited.Count < limits.Delegations && toVisit.TryPop(out var delegation))
        {
            if (visited.Add(delegation.Role))
            {
                phase = Phase.Delegation;
                return SeekRole(delegation.Role, delegation.Keys);
            }
        }

        return Refuse(TufFault.NoSuchTarget, sought, toVisit.Count == 0
            ? "no trusted role describes it"
            : $"the first {limits.Delegations} roles that may describe it do not");
    }

    // What is here already need not be fetched again; that it is fresh and signed for this delegation is checked anew.
    private TufStep SeekRole(string name, RoleKeys keys)
    {
        (role, roleKeys) = (name, keys);
        var file = FileOf(name);
        if (!snapshot.Files.TryGetValue($"{name}.json", out var listed))
        {
            return Refuse(TufFault.NotInSnapshot, file, "the snapshot does not name it");
        }

        if (loaded.TryGetValue(name, out var metadata))
        {
            return SignatureThreshold.Check(verifier, keys, metadata, file) is { } refusal ? Refuse(refusal) : EndRole(metadata);
        }

        var local = ReadTrusted<TargetsMetadata>(file, keys, limits.TargetsBytes, listed);
        if (local is not null && local.Version == listed.Version && !IsExpired(local))
        {
            return EndRole(local);
        }

        return Ask(root.ConsistentSnapshot ? $"{listed.Version}.{file}" : file, Math.Min(listed.Length ?? long.MaxValue, limits.TargetsBytes));
    }

    private TufStep AcceptRole(string file, ReadOnlyMemory<byte> bytes)
    {
        var listed = snapshot.Files[$"{role}.json"];
        // 5.6.2: before anything of it is read.
        if (CheckListed(file, bytes.Span, listed) is { } mismatch)
        {
            return Refuse(mismatch);
        }

        if (!TryRead<TargetsMetadata>(file, bytes.Span, out var next, out var refusal))
        {
            return Refuse(refusal);
        }

        refusal = SignatureThreshold.Check(verifier, roleKeys, next, file)
            ?? CheckVersion(file, next, listed)
            ?? CheckFreeze(file, next);
        if (refusal is not null)
        {
            return Refuse(refusal);
        }

        changes.Add(new TrustedChange(FileOf(role), bytes));
        return EndRole(next);
    }

    private TufStep EndRole(TargetsMetadata metadata)
    {
        loaded[role] = metadata;
        return phase == Phase.Targets ? EndRefresh(metadata) : Examine(metadata);
    }

    // Percent-encoded, so that no role's name leaves the folder.
    private static string FileOf(string name) => $"{Uri.EscapeDataString(name)}.json";
}
