using Hearth.Updates.Json;

namespace Hearth.Updates.Tuf;

/// <summary>Metadata of the targets role or of a role that it delegates to (section 4.5).</summary>
public sealed record TargetsMetadata : Metadata
{
    private TargetsMetadata()
    {
    }

    /// <inheritdoc/>
    public override RoleType Type => RoleType.Targets;

    /// <summary>Targets by path.</summary>
    public IReadOnlyDictionary<string, TargetFile> Targets { get; private init; } = new Dictionary<string, TargetFile>();

    /// <summary>Other roles that may describe targets; those that come first are trusted more.</summary>
    public IReadOnlyList<Delegation> Delegations { get; private init; } = [];

    internal static TargetsMetadata Read(FieldReader fields, JsonValue signed)
    {
        var targets = new Dictionary<string, TargetFile>();
        foreach (var (path, target) in fields.Object(signed, "targets").Members)
        {
            targets[path] = new TargetFile(path, fields.Number(target, "length", 0), KeyFields.ReadHashes(fields, target))
            {
                Custom = target.Find("custom") is null ? null : CanonicalJson.Encode(fields.Object(target, "custom")),
            };
        }

        return new TargetsMetadata
        {
            Targets = targets,
            Delegations = signed.Find("delegations") is null ? [] : ReadDelegations(fields, fields.Object(signed, "delegations")),
        };
    }

    private static List<Delegation> ReadDelegations(FieldReader fields, JsonValue delegations)
    {
        var keys = KeyFields.ReadKeys(fields, delegations);
        var names = new HashSet<string>();
        var roles = new List<Delegation>();
        foreach (var role in fields.Array(delegations, "roles"))
        {
            var delegation = Delegation.Read(fields, role, keys);
            roles.Add(delegation);
            if (!names.Add(delegation.Role))
            {
                fields.Fail($"two delegations have the name '{delegation.Role}'");
            }
        }

        return roles;
    }
}
