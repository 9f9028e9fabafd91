using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hearth.Protocol.Cryptography;
using Hearth.Updates.Json;

namespace Hearth.Tests.Updates;

/// <summary>A key of a test's repository: what metadata says of it, and its signatures.</summary>
internal sealed class TestKey
{
    private static int Made;

    private readonly Func<byte[], byte[]> sign;

    private TestKey(string type, string scheme, string text, Func<byte[], byte[]> sign)
    {
        this.sign = sign;
        Json = new JsonObject { ["keytype"] = type, ["scheme"] = scheme, ["keyval"] = new JsonObject { ["public"] = text } };
        Id = Convert.ToHexStringLower(SHA256.HashData(Canonical(Json)));
    }

    public JsonObject Json { get; }

    /// <summary>By which metadata names it; the specification's own, until a test gives another.</summary>
    public string Id { get; init; }

    public static TestKey Ed25519()
    {
        var seed = new byte[32];
        BinaryPrimitives.WriteInt32LittleEndian(seed, Interlocked.Increment(ref Made));
        var key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        return new TestKey("ed25519", "ed25519", Convert.ToHexStringLower(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)), data => SignatureAlgorithm.Ed25519.Sign(key, data));
    }

    public static TestKey Ecdsa(string type)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestKey(type, "ecdsa-sha2-nistp256", key.ExportSubjectPublicKeyInfoPem(), data => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    public static TestKey Rsa(string scheme, int bits = 2048)
    {
        var key = RSA.Create(bits);
        var padding = scheme == "rsassa-pss-sha256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return new TestKey("rsa", scheme, key.ExportSubjectPublicKeyInfoPem(), data => key.SignData(data, HashAlgorithmName.SHA256, padding));
    }

    /// <summary>The same key under another name.</summary>
    public TestKey Named(string id) => new((string)Json["keytype"]!, (string)Json["scheme"]!, (string)Json["keyval"]!["public"]!, sign) { Id = id };

    public JsonObject Sign(JsonNode signed) => new() { ["keyid"] = Id, ["sig"] = Convert.ToHexStringLower(sign(Canonical(signed))) };

    private static byte[] Canonical(JsonNode node) =>
        CanonicalJson.TryConvert(System.Text.Encoding.UTF8.GetBytes(node.ToJsonString()), int.MaxValue, out var canonical)
            ? canonical
            : throw new InvalidOperationException("The test's metadata has no canonical form.");
}
