using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Protocol.Cryptography;
using Hearth.Updates.Json;

namespace Hearth.Release.Signing;

/// <summary>An Ed25519 key of a role: how metadata names it, and its signatures.</summary>
internal sealed class RoleKey
{
    private readonly Key key;

    public RoleKey(Key key)
    {
        this.key = key;
        Json = new JsonObject
        {
            ["keytype"] = "ed25519",
            ["scheme"] = "ed25519",
            ["keyval"] = new JsonObject { ["public"] = Convert.ToHexStringLower(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)) },
        };
        Id = Convert.ToHexStringLower(SHA256.HashData(Canonical(Json)));
    }

    /// <summary>The key as metadata has it.</summary>
    public JsonObject Json { get; }

    /// <summary>Its hash, by which metadata names it.</summary>
    public string Id { get; }

    public JsonObject Sign(JsonNode signed) => new()
    {
        ["keyid"] = Id,
        ["sig"] = Convert.ToHexStringLower(SignatureAlgorithm.Ed25519.Sign(key, Canonical(signed))),
    };

    private static byte[] Canonical(JsonNode node) => CanonicalJson.TryConvert(Encoding.UTF8.GetBytes(node.ToJsonString()), int.MaxValue, out var canonical)
        ? canonical
        : throw new ReleaseException("the metadata holds something that cannot be signed");
}
