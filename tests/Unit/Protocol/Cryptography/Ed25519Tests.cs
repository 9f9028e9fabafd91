using System.Diagnostics;
using System.Text;
using Hearth.Protocol.Cryptography;
using Xunit;

namespace Hearth.Tests.Protocol.Cryptography;

public class Ed25519Tests
{
    private static readonly KeyCreationParameters Exportable = new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    // RFC 8032, section 7.1: secret key, public key, message, signature.
    public static TheoryData<string, string, string, string> Rfc8032 => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        },
    };

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public void Keys_and_signatures_are_those_of_RFC_8032(string secret, string publicKey, string message, string signature)
    {
        using var key = Import(secret);
        var data = Convert.FromHexString(message);

        Assert.Equal(publicKey, Convert.ToHexStringLower(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)));
        Assert.Equal(signature, Convert.ToHexStringLower(SignatureAlgorithm.Ed25519.Sign(key, data)));
        Assert.True(SignatureAlgorithm.Ed25519.Verify(key.PublicKey, data, Convert.FromHexString(signature)));
    }

    [Fact]
    public void A_signature_with_any_one_bit_changed_is_refused()
    {
        using var key = Import(Rfc8032.First().Data.Item1);
        var data = "hearth"u8.ToArray();
        var signature = SignatureAlgorithm.Ed25519.Sign(key, data);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SignatureAlgorithm.Ed25519.Verify(key.PublicKey, data, signature), $"bit {bit}");
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Another_message_another_key_and_another_length_are_refused()
    {
        using var key = Import(new string('1', 64));
        using var other = Import(new string('2', 64));
        var signature = SignatureAlgorithm.Ed25519.Sign(key, "hearth"u8);

        Assert.False(SignatureAlgorithm.Ed25519.Verify(key.PublicKey, "heartH"u8, signature));
        Assert.False(SignatureAlgorithm.Ed25519.Verify(other.PublicKey, "hearth"u8, signature));
        Assert.False(SignatureAlgorithm.Ed25519.Verify(key.PublicKey, "hearth"u8, signature.AsSpan(0, 63)));
        Assert.False(SignatureAlgorithm.Ed25519.Verify(key.PublicKey, "hearth"u8, (byte[])[.. signature, 0]));
        Assert.False(SignatureAlgorithm.Ed25519.Verify(key.PublicKey, "hearth"u8, []));
    }

    [Fact]
    public void A_public_key_of_small_order_verifies_nothing()
    {
        // The neutral element with R = neutral element and S = 0 satisfies the bare equation for every message.
        var neutral = new byte[32];
        neutral[0] = 1;
        var key = PublicKey.Import(SignatureAlgorithm.Ed25519, neutral, KeyBlobFormat.RawPublicKey);

        Assert.False(SignatureAlgorithm.Ed25519.Verify(key, "any"u8, (byte[])[.. neutral, .. new byte[32]]));
    }

    [Fact]
    public void A_signature_whose_scalar_is_not_reduced_is_refused()
    {
        // S + L passes the bare equation; L is the order of the base point (RFC 8032, section 5.1).
        var order = System.Numerics.BigInteger.Pow(2, 252)
            + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
        using var key = Import(new string('3', 64));
        var signature = SignatureAlgorithm.Ed25519.Sign(key, "hearth"u8);
        var scalar = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        var changed = signature.ToArray();
        changed.AsSpan(32).Clear();
        Assert.True(scalar.TryWriteBytes(changed.AsSpan(32), out _, isUnsigned: true));

        Assert.False(SignatureAlgorithm.Ed25519.Verify(key.PublicKey, "hearth"u8, changed));
    }

    [Theory]
    [InlineData(KeyBlobFormat.RawPrivateKey)]
    [InlineData(KeyBlobFormat.PkixPrivateKey)]
    [InlineData(KeyBlobFormat.PkixPrivateKeyText)]
    public void A_private_key_comes_back_from_each_of_its_formats(KeyBlobFormat format)
    {
        using var key = Import(new string('4', 64));
        using var again = Key.Import(SignatureAlgorithm.Ed25519, key.Export(format), format);

        Assert.Equal(key.PublicKey, again.PublicKey);
    }

    [Theory]
    [InlineData(KeyBlobFormat.RawPublicKey)]
    [InlineData(KeyBlobFormat.PkixPublicKey)]
    [InlineData(KeyBlobFormat.PkixPublicKeyText)]
    public void A_public_key_comes_back_from_each_of_its_formats(KeyBlobFormat format)
    {
        using var key = Import(new string('5', 64));

        Assert.Equal(key.PublicKey, PublicKey.Import(SignatureAlgorithm.Ed25519, key.Export(format), format));
        Assert.Equal(key.PublicKey.GetHashCode(), PublicKey.Import(SignatureAlgorithm.Ed25519, key.Export(format), format).GetHashCode());
    }

    [Fact]
    public void The_text_form_is_the_example_of_RFC_8410()
    {
        // RFC 8410, section 10.3.
        const string pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        using var key = Key.Import(SignatureAlgorithm.Ed25519, Encoding.ASCII.GetBytes(pem), KeyBlobFormat.PkixPrivateKeyText, Exportable);

        Assert.Equal("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1", Convert.ToHexStringLower(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)));
        Assert.Equal(pem, Encoding.ASCII.GetString(key.Export(KeyBlobFormat.PkixPrivateKeyText)));
    }

    [Fact]
    public void Openssl_reads_the_text_form_and_finds_the_same_public_key()
    {
        const string openssl = "/usr/bin/openssl";
        Assert.SkipUnless(File.Exists(openssl), "openssl is not installed");
        using var key = Import(new string('6', 64));
        var start = new ProcessStartInfo(openssl, ["pkey", "-pubout"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(Encoding.ASCII.GetString(key.Export(KeyBlobFormat.PkixPrivateKeyText)));
        process.StandardInput.Close();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(Encoding.ASCII.GetString(key.Export(KeyBlobFormat.PkixPublicKeyText)), text);
    }

    [Theory]
    [InlineData(KeyBlobFormat.RawPrivateKey, "00")]
    [InlineData(KeyBlobFormat.PkixPrivateKey, "")]
    [InlineData(KeyBlobFormat.PkixPrivateKey, "302e020101300506032b65700422042000000000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(KeyBlobFormat.PkixPrivateKey, "302e020100300506032b65710422042000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(KeyBlobFormat.PkixPrivateKeyText, "2d2d2d2d2d")]
    [InlineData(KeyBlobFormat.PkixPrivateKeyText, "ff")]
    public void A_private_key_in_another_form_is_refused_without_an_exception(KeyBlobFormat format, string hex)
    {
        Assert.False(Key.TryImport(SignatureAlgorithm.Ed25519, Convert.FromHexString(hex), format, out var key));
        Assert.Null(key);
        Assert.Throws<FormatException>(() => Key.Import(SignatureAlgorithm.Ed25519, Convert.FromHexString(hex), format));
    }

    [Fact]
    public void A_text_with_the_label_of_a_public_key_is_no_private_key()
    {
        using var key = Import(new string('7', 64));

        Assert.False(Key.TryImport(SignatureAlgorithm.Ed25519, key.Export(KeyBlobFormat.PkixPublicKeyText), KeyBlobFormat.PkixPrivateKeyText, out _));
        Assert.False(PublicKey.TryImport(SignatureAlgorithm.Ed25519, key.Export(KeyBlobFormat.PkixPrivateKeyText), KeyBlobFormat.PkixPublicKeyText, out _));
    }

    [Fact]
    public void A_private_key_stays_inside_unless_it_was_made_to_be_exported()
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, new byte[32], KeyBlobFormat.RawPrivateKey);

        Assert.Throws<InvalidOperationException>(() => key.Export(KeyBlobFormat.RawPrivateKey));
        Assert.Equal(32, key.Export(KeyBlobFormat.RawPublicKey).Length);
    }

    [Fact]
    public void A_key_that_was_disposed_does_not_sign()
    {
        var key = Import(new string('8', 64));
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => SignatureAlgorithm.Ed25519.Sign(key, "hearth"u8));
    }

    private static Key Import(string hex) =>
        Key.Import(SignatureAlgorithm.Ed25519, Convert.FromHexString(hex), KeyBlobFormat.RawPrivateKey, Exportable);
}
