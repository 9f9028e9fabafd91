using System.Security.Cryptography;
using System.Text;
using Hearth.Updates.Json;

namespace Hearth.Updates.Tuf;

/// <summary>A role that may describe some targets (section 4.5).</summary>
/// <param name="Role">Its name.</param>
/// <param name="Keys">Who signs for it.</param>
/// <param name="Terminating">Whether the search ends with it and its own delegations, for the paths that are its.</param>
public sealed record Delegation(string Role, RoleKeys Keys, bool Terminating)
{
    // Percent-encoding makes at most three bytes of one, and a file name has 255, some of them for endings.
    private const int MostNameBytes = 70;

    private IReadOnlyList<string> Patterns { get; init; } = [];

    private IReadOnlyList<string> HashPrefixes { get; init; } = [];

    /// <summary>Whether the role may describe this target.</summary>
    public bool Covers(string path)
    {
        if (Patterns.Any(pattern => PathPattern.Matches(pattern, path)))
        {
            return true;
        }

        var hash = HashPrefixes.Count == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
        return HashPrefixes.Any(prefix => hash.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }

    internal static Delegation Read(FieldReader fields, JsonValue role, Dictionary<string, MetadataKey> keys)
    {
        var name = fields.String(role, "name");
        if (name is "root" or "timestamp" or "snapshot" or "targets" || Encoding.UTF8.GetByteCount(name) is 0 or > MostNameBytes)
        {
            fields.Fail($"a delegation has the name '{name}', which is taken, empty or longer than {MostNameBytes} bytes");
        }

        var (paths, prefixes) = (role.Find("paths") is not null, role.Find("path_hash_prefixes") is not null);
        if (paths && prefixes)
        {
            fields.Fail($"the delegation '{name}' has both 'paths' and 'path_hash_prefixes'");
        }

        return new Delegation(name, KeyFields.ReadRole(fields, role, keys), fields.Boolean(role, "terminating"))
        {
            Patterns = paths ? fields.Strings(role, "paths") : [],
            HashPrefixes = prefixes ? fields.Strings(role, "path_hash_prefixes") : [],
        };
    }
}
