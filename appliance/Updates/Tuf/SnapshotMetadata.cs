using Hearth.Updates.Json;

namespace Hearth.Updates.Tuf;

/// <summary>Snapshot metadata (section 4.4).</summary>
public sealed record SnapshotMetadata : Metadata
{
    private SnapshotMetadata(IReadOnlyDictionary<string, MetaFile> files) => Files = files;

    /// <inheritdoc/>
    public override RoleType Type => RoleType.Snapshot;

    /// <summary>The metadata that belongs together, by names such as <c>targets.json</c>.</summary>
    public IReadOnlyDictionary<string, MetaFile> Files { get; }

    internal static SnapshotMetadata Read(FieldReader fields, JsonValue signed)
    {
        var files = new Dictionary<string, MetaFile>();
        foreach (var (name, file) in fields.Object(signed, "meta").Members)
        {
            files[name] = KeyFields.ReadMetaFile(fields, file);
        }

        return new SnapshotMetadata(files);
    }
}
