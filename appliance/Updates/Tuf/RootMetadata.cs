using Hearth.Updates.Json;

namespace Hearth.Updates.Tuf;

/// <summary>Root metadata (section 4.3).</summary>
public sealed record RootMetadata : Metadata
{
    private static readonly RoleType[] Roles = [RoleType.Root, RoleType.Timestamp, RoleType.Snapshot, RoleType.Targets];

    private readonly Dictionary<RoleType, RoleKeys> roles = [];

    /// <inheritdoc/>
    public override RoleType Type => RoleType.Root;

    /// <summary>Whether names of metadata carry versions, and names of targets hashes (section 6.2).</summary>
    public bool ConsistentSnapshot { get; private init; }

    /// <summary>Who signs for a top-level role.</summary>
    public RoleKeys KeysOf(RoleType role) => roles[role];

    internal static RootMetadata Read(FieldReader fields, JsonValue signed)
    {
        var root = new RootMetadata { ConsistentSnapshot = fields.Boolean(signed, "consistent_snapshot") };
        var keys = KeyFields.ReadKeys(fields, signed);
        var described = fields.Object(signed, "roles");
        foreach (var role in Roles)
        {
            root.roles[role] = KeyFields.ReadRole(fields, fields.Object(described, NameOf(role)), keys);
        }

        return root;
    }

    internal static string NameOf(RoleType role) => role switch
    {
        RoleType.Root => "root",
        RoleType.Timestamp => "timestamp",
        RoleType.Snapshot => "snapshot",
        _ => "targets",
    };
}
