using System.Text.Json.Nodes;
using Hearth.Updates.Tuf;
using Hearth.Updating;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>The schemes of section 4.2, and what is no key of them.</summary>
public sealed class MetadataSignaturesTests
{
    private readonly TestRepository repository = new();

    public static TheoryData<string, string> Schemes => new()
    {
        { "ed25519", "ed25519" },
        { "ecdsa", "ecdsa-sha2-nistp256" },
        { "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256" },
        { "rsa", "rsassa-pss-sha256" },
        { "rsa", "rsa-pkcs1v15-sha256" },
    };

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_key_of_each_scheme_signs_beside_another(string type, string scheme)
    {
        repository.AddKey("timestamp", Make(type, scheme));
        repository.SetThreshold("timestamp", 2);
        repository.Publish("root", "timestamp");
        new TestClient(repository).AssertRefreshes();

        var document = JsonNode.Parse(repository.Served["timestamp.json"])!;
        document["signed"]!["version"] = 9;
        document["signatures"]![0] = repository.Signers["timestamp"][0].Sign(document["signed"]!);
        repository.Served["timestamp.json"] = System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
        new TestClient(repository).AssertRefuses(TufFault.TooFewSignatures, "timestamp.json");
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_key_is_known_again_however_it_is_written(string type, string scheme)
    {
        var key = Read(Make(type, scheme));
        var other = key with { Public = key.Public.Contains('-', StringComparison.Ordinal) ? $"\n{key.Public.Replace("\n", "\r\n", StringComparison.Ordinal)}" : key.Public.ToUpperInvariant() };
        var signatures = new MetadataSignatures();

        Assert.NotEqual(key.Public, other.Public);
        Assert.True(signatures.TryIdentify(key, out var identity));
        Assert.True(signatures.TryIdentify(other, out var again));
        Assert.Equal(identity, again);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void No_signature_of_a_wrong_length_is_taken(string type, string scheme)
    {
        var key = Make(type, scheme);
        var signature = Convert.FromHexString((string)key.Sign("text")["sig"]!);
        var signatures = new MetadataSignatures();

        Assert.True(signatures.Verify(Read(key), "\"text\""u8, signature));
        Assert.False(signatures.Verify(Read(key), "\"texu\""u8, signature));
        Assert.False(signatures.Verify(Read(key), "\"text\""u8, []));
        Assert.False(signatures.Verify(Read(key), "\"text\""u8, signature.AsSpan(1)));
        Assert.False(signatures.Verify(Read(key), "\"text\""u8, [.. signature, 0]));
        Assert.False(signatures.Verify(Read(key), "\"text\""u8, new byte[10_000]));
    }

    [Fact]
    public void A_short_RSA_key_is_none() => AssertNoKey(Read(TestKey.Rsa("rsassa-pss-sha256", 1024)));

    [Theory]
    [InlineData("ed25519", "ed25519", "")]
    [InlineData("ed25519", "ed25519", "00")]
    [InlineData("ed25519", "ed25519", "zz78e5bc588793e58f81c8533da64a2e8f1565c1fcc7f253496394ffc52542c0")]
    [InlineData("ed25519", "rsassa-pss-sha256", "72378e5bc588793e58f81c8533da64a2e8f1565c1fcc7f253496394ffc52542c")]
    [InlineData("sphincs+-shake-128s", "sphincs+-shake-128s", "00")]
    [InlineData("ecdsa", "ecdsa-sha2-nistp256", "no PEM")]
    [InlineData("ecdsa", "ecdsa-sha2-nistp256", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    [InlineData("rsa", "rsassa-pss-sha256", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    [InlineData("rsa", "rsassa-pss-sha256", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n")]
    [InlineData("rsa", "rsassa-pss-sha256", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void What_is_no_key_verifies_nothing(string type, string scheme, string text) => AssertNoKey(new MetadataKey(type, scheme, text));

    [Fact]
    public void A_key_of_one_kind_is_none_of_another()
    {
        AssertNoKey(Read(TestKey.Rsa("rsassa-pss-sha256")) with { KeyType = "ecdsa", Scheme = "ecdsa-sha2-nistp256" });
        AssertNoKey(Read(TestKey.Ecdsa("ecdsa")) with { KeyType = "rsa", Scheme = "rsassa-pss-sha256" });
    }

    private static void AssertNoKey(MetadataKey key)
    {
        Assert.False(new MetadataSignatures().TryIdentify(key, out _));
        Assert.False(new MetadataSignatures().Verify(key, "text"u8, new byte[64]));
    }

    private static TestKey Make(string type, string scheme) => type switch
    {
        "ed25519" => TestKey.Ed25519(),
        "rsa" => TestKey.Rsa(scheme),
        _ => TestKey.Ecdsa(type),
    };

    private static MetadataKey Read(TestKey key) =>
        new((string)key.Json["keytype"]!, (string)key.Json["scheme"]!, (string)key.Json["keyval"]!["public"]!);
}
