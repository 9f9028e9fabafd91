using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol.Certificates;

public sealed class CertificateTests
{
    private static readonly ValidityPeriod Validity = new(
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new DateTimeOffset(2036, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Theory]
    [InlineData("ecdsa", SignatureType.Sha256WithEcdsa)]
    [InlineData("ed25519", SignatureType.Ed25519)]
    public void A_certificate_that_NDNts_signed_is_read_and_verified(string algorithm, SignatureType type)
    {
        var wire = NdntsVectors.Get($"{algorithm} self-signed certificate");

        Assert.True(Certificate.TryRead(wire, out var certificate, out _));
        Assert.Equal($"/p/{algorithm}/KEY/k1", certificate.KeyName.ToString());
        Assert.Equal($"/p/{algorithm}", certificate.Identity.ToString());
        Assert.Equal(Validity, certificate.Validity);
        Assert.Equal(type, certificate.SignatureType);
        Assert.True(certificate.IsSelfSigned);
        Assert.True(certificate.TryCreateVerifier(out var verifier));
        Assert.True(certificate.IsSignedBy(verifier));
    }

    [Fact]
    public void A_certificate_made_here_reads_back()
    {
        using var owner = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ownerKey = KeyName.Make(Name.Parse("/p/alice"), [1]);
        var deviceKey = KeyName.Make(Name.Parse("/p/alice/device"), [2]);

        var certificate = new CertificateBuilder(deviceKey, device.ExportSubjectPublicKeyInfo())
        {
            IssuerId = "owner",
            Version = 7,
            Validity = Validity,
        }.Build(EcdsaP256.CreateSigner(owner, ownerKey));

        Assert.Equal("/p/alice/device/KEY/%02/owner/v=7", certificate.Name.ToString());
        Assert.Equal(deviceKey, certificate.KeyName);
        Assert.Equal(ownerKey, certificate.KeyLocator);
        Assert.Equal(7ul, certificate.Version);
        Assert.Equal(Validity, certificate.Validity);
        Assert.False(certificate.IsSelfSigned);
        Assert.True(certificate.IsSignedBy(EcdsaP256.CreateVerifier(owner)));
        Assert.False(certificate.IsSignedBy(EcdsaP256.CreateVerifier(device)));
        Assert.True(Certificate.TryRead(certificate.Wire, out _, out _));
    }

    [Fact]
    public void A_certificate_holds_from_its_first_to_its_last_second()
    {
        Assert.False(Validity.Contains(Validity.NotBefore.AddTicks(-1)));
        Assert.True(Validity.Contains(Validity.NotBefore));
        Assert.True(Validity.Contains(Validity.NotAfter.AddMilliseconds(999)));
        Assert.False(Validity.Contains(Validity.NotAfter.AddSeconds(1)));
        Assert.True(new ValidityPeriod(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Contains(DateTimeOffset.MaxValue));
    }

    [Theory]
    // NotBefore and NotAfter as NDNts writes them, then: NotAfter alone, wrong order, letters, month 13, 14 bytes.
    [InlineData("FD00FE0F323032363031303254303330343035FD00FF0F323033363031303254303330343035", ParseError.None)]
    [InlineData("FD00FF0F323033363031303254303330343035", ParseError.MissingElement)]
    [InlineData("FD00FF0F323033363031303254303330343035FD00FE0F323032363031303254303330343035", ParseError.MissingElement)]
    [InlineData("FD00FE0F32303236303130325430333034AA35FD00FF0F323033363031303254303330343035", ParseError.InvalidValue)]
    [InlineData("FD00FE0F323032363133303254303330343035FD00FF0F323033363031303254303330343035", ParseError.InvalidValue)]
    [InlineData("FD00FE0E3230323630313032543033303430FD00FF0F323033363031303254303330343035", ParseError.InvalidValue)]
    [InlineData("FE000000FE00", ParseError.NonMinimalNumber)]
    public void Validity_periods_are_two_times(string hex, ParseError expected)
    {
        Assert.Equal(expected == ParseError.None, ValidityPeriod.TryRead(Convert.FromHexString(hex), out var period, out var error));
        Assert.Equal(expected, error);
        Assert.Equal(expected == ParseError.None ? Validity : default, period);
    }

    [Theory]
    [InlineData("/p/alice/KEY/k1/self/v=7", true)]
    [InlineData("/KEY/k1/self/v=7", true)]
    [InlineData("/p/alice/KEY/k1/self/%FD%07", true)]
    [InlineData("/p/alice/KEY/k1/self/seg=7", false)]
    [InlineData("/p/alice/KEY/k1/self/7", false)]
    [InlineData("/p/alice/32=KEY/k1/self/v=7", false)]
    [InlineData("/KEY/k1/v=7", false)]
    [InlineData("/", false)]
    public void Certificate_names_have_five_parts(string uri, bool valid)
    {
        Assert.Equal(valid, CertificateName.TryParse(Name.Parse(uri), out var name));
        if (valid)
        {
            Assert.Equal("self", name.IssuerId.ToString());
            Assert.Equal("k1", name.Key.KeyId.ToString());
            Assert.Equal(7ul, name.Version);
        }
    }

    [Theory]
    [InlineData("/p/alice/KEY/k1", "/p/alice/KEY/k1")]
    [InlineData("/p/alice/KEY/k1/self/v=7", "/p/alice/KEY/k1")]
    [InlineData("/p/alice", null)]
    [InlineData("/KEY", null)]
    public void Key_locators_name_a_key_or_a_certificate(string uri, string? key)
    {
        Assert.Equal(key is not null, KeyName.TryParseLocator(Name.Parse(uri), out var name));
        if (key is not null)
        {
            Assert.Equal(key, name.Name.ToString());
        }
    }

    [Fact]
    public void Data_of_another_kind_is_no_certificate()
    {
        var blob = new DataBuilder(Name.Parse("/p/alice/KEY/k1/self/v=7")).Build(DigestSha256.Signer);
        Assert.False(Certificate.TryRead(blob, out _, out var error));
        Assert.Equal(ParseError.UnexpectedType, error);

        var timeless = new DataBuilder(Name.Parse("/p/alice/KEY/k1/self/v=7"))
        {
            ContentType = ContentType.Key,
            FreshnessPeriod = TimeSpan.FromHours(1),
        }.Build(DigestSha256.Signer);
        Assert.False(Certificate.TryRead(timeless, out _, out error));
        Assert.Equal(ParseError.MissingElement, error);
    }
}
