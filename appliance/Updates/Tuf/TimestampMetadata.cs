using Hearth.Updates.Json;

namespace Hearth.Updates.Tuf;

/// <summary>Timestamp metadata (section 4.6).</summary>
public sealed record TimestampMetadata : Metadata
{
    private TimestampMetadata(MetaFile snapshot) => Snapshot = snapshot;

    /// <inheritdoc/>
    public override RoleType Type => RoleType.Timestamp;

    /// <summary>The newest snapshot.</summary>
    public MetaFile Snapshot { get; }

    internal static TimestampMetadata Read(FieldReader fields, JsonValue signed) =>
        new(KeyFields.ReadMetaFile(fields, fields.Object(fields.Object(signed, "meta"), "snapshot.json")));
}
