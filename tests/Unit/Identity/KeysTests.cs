using System.Security.Cryptography;
using Hearth.Identity;
using Hearth.Identity.Keys;
using Hearth.Identity.Recovery;
using Hearth.Protocol.Cryptography;
using Xunit;

namespace Hearth.Tests.Identity;

public class KeysTests
{
    [Fact]
    public void The_owners_key_comes_from_the_code_alone_and_is_always_the_same()
    {
        // HKDF-SHA-256 of 00..0f without salt, info "hearth owner key 1: Ed25519", computed with Python's hmac module.
        using var code = RecoveryCode.FromSecret(Convert.FromHexString("000102030405060708090a0b0c0d0e0f"));
        using var expected = Key.Import(SignatureAlgorithm.Ed25519, Convert.FromHexString("07975b71e7518cf7fa6e75a099b7dc1298b012fe04ecf00a6dda1951eea3f871"), KeyBlobFormat.RawPrivateKey);
        using var key = OwnerKey.Derive(code);

        Assert.Equal(expected.PublicKey, key.PublicKey);
    }

    [Fact]
    public void The_owners_key_cannot_be_written_out()
    {
        using var code = RecoveryCode.FromSecret(new byte[RecoveryCode.SecretSize]);
        using var key = OwnerKey.Derive(code);

        Assert.Throws<InvalidOperationException>(() => key.Export(KeyBlobFormat.RawPrivateKey));
    }

    [Fact]
    public void A_p256_key_has_the_drawn_scalar()
    {
        using var key = RandomKeys.CreateP256(bytes => Convert.FromHexString(
            "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721").CopyTo(bytes));
        var point = key.ExportParameters(false).Q;

        // RFC 6979, appendix A.2.5.
        Assert.Equal("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6", Convert.ToHexStringLower(point.X!));
        Assert.Equal("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299", Convert.ToHexStringLower(point.Y!));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void A_draw_that_is_no_scalar_is_drawn_again(string first)
    {
        var draws = new Queue<byte[]>([Convert.FromHexString(first), [.. new byte[31], 1]]);
        using var key = RandomKeys.CreateP256(bytes => draws.Dequeue().CopyTo(bytes));

        Assert.Empty(draws);
        Assert.Equal((byte[])[.. new byte[31], 1], key.ExportParameters(true).D);
    }

    [Fact]
    public void A_source_that_is_stuck_is_a_bug() =>
        Assert.Throws<InvalidOperationException>(() => RandomKeys.CreateP256(bytes => bytes.Clear()));

    [Fact]
    public void Keys_are_named_after_their_owner_and_themselves()
    {
        var alice = Username.Parse("alice");
        var id = SHA256.HashData("key"u8)[..8];

        var inNamespace = KeyNames.InNamespace(alice, "key"u8);
        Assert.Equal("/p/alice/KEY", inNamespace.Prefix(-1).ToString());
        Assert.Equal(id, inNamespace.Last.Value.ToArray());
        Assert.Equal(inNamespace.Last.Value.ToArray(), KeyNames.OfDevice(alice, "key"u8).Last.Value.ToArray());
        Assert.Equal($"/p/alice/32=device/{Convert.ToHexStringLower(id)}/KEY", KeyNames.OfDevice(alice, "key"u8).Prefix(-1).ToString());
    }
}
