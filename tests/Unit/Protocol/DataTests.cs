using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol;

public sealed class DataTests
{
    [Fact]
    public void Data_of_NDNts_reads_with_all_its_fields_and_is_made_the_same()
    {
        var wire = NdntsVectors.Get("digest data");
        Assert.True(Data.TryRead(wire, out var data, out _));
        Assert.Equal("/p/digest/file/v=1/seg=0", data.Name.ToString());
        Assert.Equal(ContentType.Blob, data.ContentType);
        Assert.Equal(TimeSpan.FromSeconds(4), data.FreshnessPeriod);
        Assert.True(data.TryGetFinalSegment(out var last));
        Assert.Equal(9ul, last);
        Assert.Equal("content"u8.ToArray(), data.Content.ToArray());

        var made = new DataBuilder(data.Name.ToName())
        {
            FreshnessPeriod = TimeSpan.FromSeconds(4),
            FinalSegment = 9,
            Content = "content"u8.ToArray(),
        }.Build(DigestSha256.Signer);
        Assert.Equal(wire, made);
    }

    [Theory]
    [InlineData("0600", ParseError.MissingElement)]
    [InlineData("0500", ParseError.UnexpectedType)]
    [InlineData("060C 0703080161 16031B0100 1700", ParseError.None)]
    [InlineData("0607 16031B0100 1700", ParseError.MissingElement)]
    [InlineData("0607 0703080161 1700", ParseError.MissingElement)]
    [InlineData("060A 0703080161 16031B0100", ParseError.MissingElement)]
    [InlineData("0609 0703080161 1600 1700", ParseError.MissingElement)]
    [InlineData("0609 16031B0100 1700", ParseError.Truncated)]
    // MetaInfo after Content; unknown and critical; unknown and not.
    [InlineData("0610 0703080161 1500 1400 16031B0100 1700", ParseError.UnrecognizedCriticalElement)]
    [InlineData("060E 0703080161 1F00 16031B0100 1700", ParseError.UnrecognizedCriticalElement)]
    [InlineData("060E 0703080161 F000 16031B0100 1700", ParseError.None)]
    // MetaInfo: order, unknown and critical, a number of 3 bytes, a FinalBlockId that is no component, or two.
    [InlineData("0614 0703080161 1406190101180101 16031B0100 1700", ParseError.UnrecognizedCriticalElement)]
    [InlineData("0610 0703080161 14021D00 16031B0100 1700", ParseError.UnrecognizedCriticalElement)]
    [InlineData("0613 0703080161 14051903010203 16031B0100 1700", ParseError.InvalidValue)]
    [InlineData("0612 0703080161 14041A020100 16031B0100 1700", ParseError.InvalidComponent)]
    [InlineData("0614 0703080161 14061A0432003200 16031B0100 1700", ParseError.TrailingBytes)]
    [InlineData("0610 0703080161 14021A00 16031B0100 1700", ParseError.Truncated)]
    // SignatureInfo: type of 3 bytes, KeyLocator of another kind, KeyLocator digest, nonce of 33 bytes is none.
    [InlineData("060E 0703080161 16051B03010203 1700", ParseError.InvalidValue)]
    [InlineData("0610 0703080161 16071B01001C020800 1700", ParseError.UnexpectedType)]
    [InlineData("0610 0703080161 16071B01001C021D00 1700", ParseError.None)]
    [InlineData("060E 0703080161 16051B01002600 1700", ParseError.InvalidValue)]
    [InlineData("0615 0703080161 160C1B08FFFFFFFFFFFFFFFF2600 1700", ParseError.InvalidValue)]
    public void Data_is_checked(string hex, ParseError expected)
    {
        var wire = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(expected == ParseError.None, Data.TryRead(wire, out var data, out var error));
        Assert.Equal(expected, error);
        Assert.Equal(expected == ParseError.None ? "/a" : "/", data.Name.ToString());
    }

    [Fact]
    public void A_packet_of_the_largest_size_is_made_and_one_byte_more_is_not()
    {
        var size = 8000;
        byte[] Make(int content) => new DataBuilder(Name.Parse("/a")) { Content = new byte[content] }.Build(DigestSha256.Signer);
        size += PacketLimits.MaxPacketSize - Make(size).Length;
        Assert.Equal(PacketLimits.MaxPacketSize, Make(size).Length);
        Assert.Throws<ArgumentException>(() => Make(size + 1));
        Assert.Throws<ArgumentException>(() => Make(2 * size));
        Assert.Throws<ArgumentException>(() => new InterestBuilder(Name.Parse("/a")) { ApplicationParameters = new byte[8795] }.Build());
    }
}
