using Hearth.Protocol;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Protocol;

public sealed class NameTests
{
    // NDN Packet Format v0.3, "NDN URI Scheme"; the short forms are of the Naming Conventions rev. 3.
    [Theory]
    [InlineData("/", "")]
    [InlineData("/a/b", "080161 080162")]
    [InlineData("/...", "0800")]
    [InlineData("/....", "08012E")]
    [InlineData("/.....", "08022E2E")]
    [InlineData("/%00%20%2F%3D%7F", "080500202F3D7F")]
    [InlineData("/A-Z.a_z~09", "080A412D5A2E615F7A7E3039")]
    [InlineData("/8=a", "080161", "/a")]
    [InlineData("/32=metadata", "20086D65746164617461")]
    [InlineData("/65535=%01", "FDFFFF0101")]
    [InlineData("/seg=0/off=255/v=256/t=65536/seq=4294967296", "320100 3401FF 36020100 380400010000 3A080000000100000000")]
    [InlineData("/54=%00%07", "36020007")]
    [InlineData("/v=18446744073709551615", "3608FFFFFFFFFFFFFFFF")]
    [InlineData("/sha256digest=893259d98aca58c451453f29ec7dc38688e690dd0b59ef4f3b9d33738bff0b8d",
        "0120893259D98ACA58C451453F29EC7DC38688E690DD0B59EF4F3B9D33738BFF0B8D")]
    [InlineData("/params-sha256=893259D98ACA58C451453F29EC7DC38688E690DD0B59EF4F3B9D33738BFF0B8D",
        "0220893259D98ACA58C451453F29EC7DC38688E690DD0B59EF4F3B9D33738BFF0B8D",
        "/params-sha256=893259d98aca58c451453f29ec7dc38688e690dd0b59ef4f3b9d33738bff0b8d")]
    [InlineData("ndn:/a/", "080161", "/a")]
    [InlineData("a", "080161", "/a")]
    [InlineData("/ä€😀", "0809C3A4E282ACF09F9880", "/%C3%A4%E2%82%AC%F0%9F%98%80")]
    [InlineData("/%2E%2E%2e", "0800", "/...")]
    public void Names_have_one_URI_and_one_encoding(string uri, string hex, string? canonical = null)
    {
        var name = Name.Parse(uri);
        Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(name.Value));
        Assert.Equal(canonical ?? uri, name.ToString());
    }

    [Theory]
    [InlineData("//")]
    [InlineData("//a")]
    [InlineData("/a//b")]
    [InlineData("/a//")]
    [InlineData("/.")]
    [InlineData("/..")]
    [InlineData("/%2e%2E")]
    [InlineData("/a%2")]
    [InlineData("/a%2x")]
    [InlineData("/%+1")]
    [InlineData("/0=a")]
    [InlineData("/1=a")]
    [InlineData("/08=a")]
    [InlineData("/65536=a")]
    [InlineData("/-1=a")]
    [InlineData("/=a")]
    [InlineData("/seg=")]
    [InlineData("/seg=x")]
    [InlineData("/seg=-1")]
    [InlineData("/seg=18446744073709551616")]
    [InlineData("/sha256digest=00")]
    [InlineData("/sha256digest=zz3259d98aca58c451453f29ec7dc38688e690dd0b59ef4f3b9d33738bff0b8d")]
    public void What_is_no_name_is_refused(string uri) => Assert.False(Name.TryParse(uri, out _));

    [Fact]
    public void Half_a_character_is_refused() => Assert.False(Name.TryParse("/\ud800", out _));

    [Fact]
    public void A_name_longer_than_a_packet_is_refused()
    {
        Assert.True(Name.TryParse("/" + new string('a', PacketLimits.MaxPacketSize - 5), out _));
        Assert.False(Name.TryParse("/" + new string('a', PacketLimits.MaxPacketSize), out _));
        Assert.False(Name.TryParse(string.Concat(Enumerable.Repeat("/a", PacketLimits.MaxPacketSize)), out _));
    }

    [Fact]
    public void A_name_of_8000_components_is_read_in_one_walk()
    {
        // 8000 empty components are 16,000 bytes: no packet holds them, and yet nothing must break.
        var value = new byte[16_000];
        for (var i = 0; i < value.Length; i += 2)
        {
            value[i] = 0x08;
        }

        Assert.True(NameView.TryRead(value, out var name, out _));
        Assert.Equal(8000, name.Count);
        Assert.Equal(0, name.CompareTo(name.ToName()));
        Assert.Equal(8000 * 4, name.ToString().Length);
    }

    // NDN Packet Format v0.3, "Canonical Order": by type, length, bytes; a prefix comes first.
    [Fact]
    public void Names_have_a_canonical_order()
    {
        Name[] ordered =
        [
            Name.Parse("/"),
            Name.Parse("/sha256digest=0000000000000000000000000000000000000000000000000000000000000000"),
            Name.Parse("/sha256digest=0000000000000000000000000000000000000000000000000000000000000001"),
            Name.Parse("/params-sha256=0000000000000000000000000000000000000000000000000000000000000000"),
            Name.Parse("/..."),
            Name.Parse("/D"),
            Name.Parse("/D/a"),
            Name.Parse("/F"),
            Name.Parse("/%FF"),
            Name.Parse("/AA"),
            Name.Parse("/32=a"),
            Name.Parse("/seg=0"),
            Name.Parse("/seg=255"),
            Name.Parse("/seg=256"),
            Name.Parse("/v=0"),
        ];
        for (var i = 0; i < ordered.Length; i++)
        {
            for (var j = 0; j < ordered.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), Math.Sign(ordered[i].CompareTo(ordered[j])));
                Assert.Equal(i == j, ordered[i] == ordered[j]);
            }
        }
    }

    [Theory]
    [InlineData("0700", ParseError.None)]
    [InlineData("0100", ParseError.InvalidComponent)]
    [InlineData("0200", ParseError.InvalidComponent)]
    [InlineData("FDFFFF00", ParseError.None)]
    [InlineData("FE0001000000", ParseError.InvalidComponent)]
    [InlineData("0801", ParseError.Truncated)]
    [InlineData("08FD0001", ParseError.NonMinimalNumber)]
    [InlineData("0000", ParseError.TypeOutOfRange)]
    public void Components_are_checked(string hex, ParseError expected)
    {
        Assert.Equal(expected == ParseError.None, Name.TryRead(Convert.FromHexString(hex), out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Names_are_cut_and_grown()
    {
        var name = Name.Parse("/p/alice").AppendKeyword("metadata").AppendVersion(7).AppendSegment(300);
        Assert.Equal("/p/alice/32=metadata/v=7/seg=300", name.ToString());
        Assert.Equal("/p/alice", name.Prefix(2).ToString());
        Assert.Equal("/p/alice/32=metadata", name.Prefix(-2).ToString());
        Assert.True(name.Prefix(2).IsPrefixOf(name));
        Assert.False(name.IsPrefixOf(name.Prefix(2)));
        Assert.False(Name.Parse("/p/al").IsPrefixOf(name));
        Assert.True(name[2].IsKeyword("metadata"u8));
        Assert.True(name.Last.TryGetNumber(TlvType.SegmentNameComponent, out var segment) && segment == 300);
        Assert.Throws<ArgumentOutOfRangeException>(() => name.Prefix(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Name.Empty.Last.Type);
        Assert.Throws<ArgumentException>(() => name.Append(TlvType.ImplicitSha256DigestComponent, [1]));
    }
}
