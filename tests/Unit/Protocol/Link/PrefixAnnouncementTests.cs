using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol.Link;

public sealed class PrefixAnnouncementTests
{
    private static readonly ValidityPeriod Validity = new(
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new DateTimeOffset(2036, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void An_announcement_of_NDNts_is_read()
    {
        Assert.True(PrefixAnnouncement.TryRead(NdntsVectors.Get("prefix announcement"), out var announcement, out _));
        Assert.Equal("/p/alice", announcement.Prefix.ToString());
        Assert.Equal(2ul, announcement.Version);
        Assert.Equal(TimeSpan.FromHours(1), announcement.ExpirationPeriod);
        Assert.Equal(Validity, announcement.Validity);
        Assert.True(Verifier.TryCreate(NdntsVectors.Get("ed25519 public key"), out var verifier));
        Assert.True(verifier.Verify(announcement.Data));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_announcement_made_here_reads_back(bool always)
    {
        var wire = PrefixAnnouncement.Build(
            Name.Parse("/p/bob"), 9, TimeSpan.FromSeconds(5), always ? null : Validity, DigestSha256.Signer);
        Assert.True(PrefixAnnouncement.TryRead(wire, out var announcement, out _));
        Assert.Equal("/p/bob", announcement.Prefix.ToString());
        Assert.Equal(9ul, announcement.Version);
        Assert.Equal(TimeSpan.FromSeconds(5), announcement.ExpirationPeriod);
        Assert.Equal(always ? null : Validity, announcement.Validity);
        Assert.True(DigestSha256.Verifier.Verify(announcement.Data));
    }

    [Theory]
    [InlineData("/p/32=PA/v=1/seg=0", ContentType.PrefixAnnouncement, "6D0105", ParseError.None)]
    [InlineData("/p/32=PA/v=1/seg=0", ContentType.PrefixAnnouncement, "6D0105F000", ParseError.None)]
    [InlineData("/p/32=PA/v=1/seg=0", ContentType.Blob, "6D0105", ParseError.UnexpectedType)]
    [InlineData("/p/PA/v=1/seg=0", ContentType.PrefixAnnouncement, "6D0105", ParseError.UnexpectedType)]
    [InlineData("/p/32=PA/v=1/seg=1", ContentType.PrefixAnnouncement, "6D0105", ParseError.UnexpectedType)]
    [InlineData("/p/32=PA/1/seg=0", ContentType.PrefixAnnouncement, "6D0105", ParseError.UnexpectedType)]
    [InlineData("/v=1/seg=0", ContentType.PrefixAnnouncement, "6D0105", ParseError.UnexpectedType)]
    [InlineData("/p/32=PA/v=1/seg=0", ContentType.PrefixAnnouncement, "", ParseError.MissingElement)]
    [InlineData("/p/32=PA/v=1/seg=0", ContentType.PrefixAnnouncement, "6D01056D0105", ParseError.UnrecognizedCriticalElement)]
    [InlineData("/p/32=PA/v=1/seg=0", ContentType.PrefixAnnouncement, "6D0105FD00FD00", ParseError.MissingElement)]
    [InlineData("/p/32=PA/v=1/seg=0", ContentType.PrefixAnnouncement, "6D0205", ParseError.Truncated)]
    public void Announcements_are_checked(string name, ContentType type, string content, ParseError expected)
    {
        var wire = new DataBuilder(Name.Parse(name)) { ContentType = type, Content = Convert.FromHexString(content) }
            .Build(DigestSha256.Signer);
        Assert.Equal(expected == ParseError.None, PrefixAnnouncement.TryRead(wire, out _, out var error));
        Assert.Equal(expected, error);
    }
}
