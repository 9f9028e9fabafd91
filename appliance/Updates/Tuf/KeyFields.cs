using Hearth.Updates.Json;

namespace Hearth.Updates.Tuf;

/// <summary>Reads keys, roles and hashes, which several kinds of metadata have.</summary>
internal static class KeyFields
{
    public static Dictionary<string, MetadataKey> ReadKeys(FieldReader fields, JsonValue parent)
    {
        var keys = new Dictionary<string, MetadataKey>();
        foreach (var (identifier, key) in fields.Object(parent, "keys").Members)
        {
            keys[identifier] = new MetadataKey(
                fields.String(key, "keytype"), fields.String(key, "scheme"), fields.String(fields.Object(key, "keyval"), "public"));
        }

        return keys;
    }

    // A listed key that is not described is left out: it cannot have signed.
    public static RoleKeys ReadRole(FieldReader fields, JsonValue role, Dictionary<string, MetadataKey> keys)
    {
        var own = new Dictionary<string, MetadataKey>();
        foreach (var identifier in fields.Strings(role, "keyids"))
        {
            if (keys.TryGetValue(identifier, out var key))
            {
                own[identifier] = key;
            }
        }

        return new RoleKeys(own, (int)Math.Min(fields.Number(role, "threshold", 1), int.MaxValue));
    }

    public static MetaFile ReadMetaFile(FieldReader fields, JsonValue file) => new(
        fields.Number(file, "version", 1),
        fields.OptionalNumber(file, "length", 1),
        file.Find("hashes") is null ? [] : ReadHashes(fields, file));

    public static IReadOnlyList<FileHash> ReadHashes(FieldReader fields, JsonValue file)
    {
        var members = fields.Object(file, "hashes").Members;
        if (members.Count == 0)
        {
            fields.Fail("'hashes' has no hash");
        }

        var hashes = new List<FileHash>(members.Count);
        foreach (var (algorithm, digest) in members)
        {
            if (digest.Kind != JsonKind.String || digest.Text.Length == 0 || !digest.Text.All(char.IsAsciiHexDigit))
            {
                fields.Fail($"the {algorithm} of 'hashes' is not hex");
            }

            hashes.Add(new FileHash(algorithm, digest.Text));
        }

        return hashes;
    }
}
