using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/p/alice/photo.jpg/v=7/seg=0")]
    [InlineData("/...")]
    [InlineData("/..../a%20b")]
    [InlineData("/p/alice/32=metadata")]
    [InlineData("/8=a", "/a")]
    [InlineData("ndn:/a/", "/a")]
    [InlineData("/54=%00%07")]
    public void Names_keep_their_URI(string uri, string? canonical = null) =>
        Assert.Equal(canonical ?? uri, Name.Parse(uri).ToString());

    [Theory]
    [InlineData("/.")]
    [InlineData("/a//b")]
    [InlineData("/a%2")]
    [InlineData("/0=a")]
    [InlineData("/65536=a")]
    [InlineData("/seg=x")]
    [InlineData("/sha256digest=00")]
    public void What_is_no_name_is_refused(string uri) => Assert.False(Name.TryParse(uri, out _));

    [Fact]
    public void A_signed_Interest_reads_back_with_all_its_fields()
    {
        var wire = new InterestBuilder(Name.Parse("/localhost/nfd/rib/register"))
        {
            CanBePrefix = true,
            MustBeFresh = true,
            ForwardingHint = [Name.Parse("/hint/a"), Name.Parse("/hint/b")],
            Nonce = 0x01020304,
            Lifetime = TimeSpan.FromMilliseconds(700),
            HopLimit = 9,
            ApplicationParameters = new byte[300],
        }.Build(DigestSha256.Signer, new SignatureFreshness(new byte[] { 1, 2 }, 1234, null));

        Assert.True(Interest.TryRead(wire, out var interest, out _));
        Assert.Equal(5, interest.Name.Count);
        Assert.True(interest.CanBePrefix && interest.MustBeFresh && interest.IsSigned);
        Assert.Equal(0x01020304u, interest.Nonce);
        Assert.Equal(TimeSpan.FromMilliseconds(700), interest.Lifetime);
        Assert.Equal((byte)9, wire[interest.HopLimitOffset]);
        Assert.Equal(1234ul, interest.Signature.Time);
        Assert.True(interest.HasValidParametersDigest());
        Assert.True(DigestSha256.Verifier.Verify(interest));
        var hints = new List<string>();
        foreach (var hint in interest.ForwardingHint)
        {
            hints.Add(hint.ToString());
        }

        Assert.Equal(["/hint/a", "/hint/b"], hints);
        wire[^1] ^= 1;
        Assert.True(Interest.TryRead(wire, out interest, out _));
        Assert.False(DigestSha256.Verifier.Verify(interest));
    }

    [Fact]
    public void A_Data_packet_reads_back_with_all_its_fields()
    {
        var wire = new DataBuilder(Name.Parse("/a/v=1/seg=0"))
        {
            FreshnessPeriod = TimeSpan.FromSeconds(1),
            FinalSegment = 41,
            Content = new byte[8000],
        }.Build(DigestSha256.Signer);

        Assert.True(Data.TryRead(wire, out var data, out _));
        Assert.Equal("/a/v=1/seg=0", data.Name.ToString());
        Assert.Equal(TimeSpan.FromSeconds(1), data.FreshnessPeriod);
        Assert.True(data.TryGetFinalSegment(out var last));
        Assert.Equal(41ul, last);
        Assert.Equal(8000, data.Content.Length);
        Assert.True(DigestSha256.Verifier.Verify(data));
    }
}
