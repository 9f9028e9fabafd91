using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Cryptography;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol.Signing;

public sealed class SignatureTests
{
    private static readonly Name KeyName = Name.Parse("/p/alice/KEY/k1");

    public static TheoryData<string> Algorithms => ["digest", "ecdsa", "ed25519", "hmac"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Data_that_NDNts_signed_verifies(string algorithm)
    {
        var wire = NdntsVectors.Get($"{algorithm} data");
        Assert.True(Data.TryRead(wire, out var data, out _));
        Assert.True(NdntsVerifier(algorithm).Verify(data));
        Assert.Equal($"/p/{algorithm}/file/v=1/seg=0", data.Name.ToString());
        Assert.Equal(algorithm == "digest" ? "/" : $"/p/{algorithm}/KEY/k1", data.Signature.KeyName.ToString());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Interests_that_NDNts_signed_verify(string algorithm)
    {
        var wire = NdntsVectors.Get($"{algorithm} interest");
        Assert.True(Interest.TryRead(wire, out var interest, out _));
        Assert.True(NdntsVerifier(algorithm).Verify(interest));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], interest.Signature.Nonce.ToArray());
        Assert.Equal(5ul, interest.Signature.SequenceNumber);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void What_is_signed_here_verifies_and_no_changed_byte_of_it_does(string algorithm)
    {
        var (signer, verifier) = NewPair(algorithm);
        var wire = new DataBuilder(Name.Parse("/p/alice/file")) { Content = new byte[] { 1, 2, 3 } }.Build(signer);

        Assert.True(Data.TryRead(wire, out var data, out _));
        Assert.True(verifier.Verify(data));
        for (var i = 0; i < wire.Length; i++)
        {
            wire[i] ^= 0x01;
            Assert.False(Data.TryRead(wire, out var changed, out _) && verifier.Verify(changed), $"byte {i} does not count");
            wire[i] ^= 0x01;
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_signed_Interest_verifies_and_no_changed_byte_of_its_signed_part_does(string algorithm)
    {
        var (signer, verifier) = NewPair(algorithm);
        var wire = new InterestBuilder(Name.Parse("/p/alice/command")) { ApplicationParameters = new byte[] { 7 } }
            .Build(signer, new SignatureFreshness(new byte[] { 1, 2, 3, 4 }, 1_700_000_000_000, 9));

        Assert.True(Interest.TryRead(wire, out var interest, out _));
        Assert.True(verifier.Verify(interest));
        for (var i = 2; i < wire.Length; i++)
        {
            wire[i] ^= 0x01;
            Assert.False(Interest.TryRead(wire, out var changed, out _) && verifier.Verify(changed), $"byte {i} does not count");
            wire[i] ^= 0x01;
        }
    }

    [Fact]
    public void A_verifier_refuses_the_signature_of_another_algorithm()
    {
        var (signer, _) = NewPair("ecdsa");
        var wire = new DataBuilder(Name.Parse("/a")).Build(signer);
        Assert.True(Data.TryRead(wire, out var data, out _));
        foreach (var algorithm in new[] { "digest", "ed25519", "hmac" })
        {
            Assert.False(NewPair(algorithm).Verifier.Verify(data));
        }
    }

    [Fact]
    public void Elements_between_signature_info_and_value_are_signed_too()
    {
        // Name /a, SignatureInfo DigestSha256, an unknown element that may be ignored, SignatureValue.
        byte[] signed = [0x07, 0x03, 0x08, 0x01, 0x61, 0x16, 0x03, 0x1b, 0x01, 0x00, 0xf0, 0x01, 0x2a];
        byte[] wire = [0x06, 0x2f, .. signed, 0x17, 0x20, .. SHA256.HashData(signed)];

        Assert.True(Data.TryRead(wire, out var data, out _));
        Assert.True(DigestSha256.Verifier.Verify(data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3000")]
    [InlineData("302A300506032B65700321")]
    // On P-384, and P-256 with a point off the curve.
    [InlineData("3076301006072a8648ce3d020106052b81040022036200")]
    [InlineData("3059301306072a8648ce3d020106082a8648ce3d03010703420004" +
        "01010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101")]
    public void What_is_no_public_key_makes_no_verifier(string hex) =>
        Assert.False(Verifier.TryCreate(Convert.FromHexString(hex), out _));

    [Fact]
    public void A_key_on_another_curve_is_the_callers_mistake()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => EcdsaP256.CreateSigner(key, KeyName));
    }

    private static Verifier NdntsVerifier(string algorithm)
    {
        switch (algorithm)
        {
            case "digest":
                return DigestSha256.Verifier;
            case "hmac":
                return HmacSha256.CreateVerifier(NdntsVectors.Get("hmac secret"));
            default:
                Assert.True(Verifier.TryCreate(NdntsVectors.Get($"{algorithm} public key"), out var verifier));
                return verifier;
        }
    }

    private static (Signer Signer, Verifier Verifier) NewPair(string algorithm)
    {
        switch (algorithm)
        {
            case "digest":
                return (DigestSha256.Signer, DigestSha256.Verifier);
            case "hmac":
                var secret = RandomNumberGenerator.GetBytes(32);
                return (HmacSha256.CreateSigner(secret, KeyName), HmacSha256.CreateVerifier(secret));
            case "ed25519":
                var key = Key.Import(SignatureAlgorithm.Ed25519, RandomNumberGenerator.GetBytes(32), KeyBlobFormat.RawPrivateKey);
                return (Ed25519.CreateSigner(key, KeyName), Ed25519.CreateVerifier(key.PublicKey));
            default:
                var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                return (EcdsaP256.CreateSigner(p256, KeyName), EcdsaP256.CreateVerifier(p256));
        }
    }
}
