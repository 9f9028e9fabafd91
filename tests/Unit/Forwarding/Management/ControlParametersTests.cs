using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

public sealed class ControlParametersTests
{
    private static readonly ControlParameters Everything = new()
    {
        Name = Name.Parse("/p/alice"),
        FaceId = 262,
        Uri = "udp4://192.0.2.1:6363",
        LocalUri = "udp4://192.0.2.9:6363",
        Origin = 65,
        Cost = 70000,
        Capacity = 5_000_000_000,
        Count = 3,
        Flags = 3,
        Mask = 7,
        Strategy = Name.Parse("/localhost/nfd/strategy/multicast/v=5"),
        ExpirationPeriod = 3_600_000,
        FacePersistency = FacePersistency.Permanent,
        BaseCongestionMarkingInterval = 100_000_000,
        DefaultCongestionThreshold = 65536,
        Mtu = 1400,
    };

    [Fact]
    public void A_persistency_beyond_all_that_there_are_is_none_of_them()
    {
        // FacePersistency 2^32, which is 0 in 32 bits.
        Assert.True(ControlParameters.TryRead(Convert.FromHexString("680a" + "8508" + "0000000100000000"), out var read, out _));
        Assert.False(Enum.IsDefined(read.FacePersistency!.Value));
    }

    [Fact]
    public void NDNts_writes_every_field_as_we_do()
    {
        var vector = ManagementVectors.Get("parameters");
        Assert.Equal(Convert.ToHexString(vector), Convert.ToHexString(Everything.Encode()));
        Assert.True(ControlParameters.TryRead(vector, out var read, out _));
        Assert.Equal(Everything, read);
    }

    [Fact]
    public void Fields_may_come_in_any_order()
    {
        // FaceId, then Name: no client is known to send it so, python-ndn sends Flags after Mtu.
        Assert.True(ControlParameters.TryRead(Convert.FromHexString("6808" + "690107" + "0703080170"), out var read, out _));
        Assert.Equal(new ControlParameters { FaceId = 7, Name = Name.Parse("/p") }, read);
    }

    [Fact]
    public void Unknown_fields_are_passed_over_and_the_first_of_two_counts()
    {
        Assert.True(ControlParameters.TryRead(Convert.FromHexString("680A" + "FD03E701AA" + "6A0101" + "AA00"), out var read, out _));
        Assert.Equal(1ul, read.Cost);
        Assert.True(ControlParameters.TryRead(Convert.FromHexString("6806" + "6A0101" + "6A0102"), out read, out _));
        Assert.Equal(1ul, read.Cost);
    }

    [Theory]
    [InlineData("", ParseError.Truncated)]
    [InlineData("6900", ParseError.UnexpectedType)]
    [InlineData("680100", ParseError.TypeOutOfRange)]
    [InlineData("68016A", ParseError.Truncated)]
    [InlineData("68036A0301", ParseError.Truncated)]
    [InlineData("68036A0100FF", ParseError.TrailingBytes)]
    [InlineData("68056A03010203", ParseError.InvalidValue)]
    [InlineData("68026B00", ParseError.Truncated)]
    [InlineData("68056B03080170", ParseError.UnexpectedType)]
    [InlineData("6805070301016F", ParseError.InvalidComponent)]
    public void Malformed_parameters_are_refused(string hex, ParseError expected)
    {
        Assert.False(ControlParameters.TryRead(Convert.FromHexString(hex), out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 0, null)]
    [InlineData(2, 2, null)]
    public void A_flag_counts_only_where_the_mask_says_so(int flags, int mask, bool? expected) =>
        Assert.Equal(expected, new ControlParameters { Flags = (ulong)flags, Mask = (ulong)mask }.Flag(0));

    [Fact]
    public void Without_a_mask_no_flag_counts() => Assert.Null(new ControlParameters { Flags = 1 }.Flag(0));

    [Fact]
    public void NDNts_writes_responses_as_we_do()
    {
        var done = new ControlResponse(200, "OK", new ControlParameters { FaceId = 262 });
        var refused = new ControlResponse(404, "not found");
        Assert.Equal(ManagementVectors.Get("response"), done.Encode());
        Assert.Equal(ManagementVectors.Get("response without parameters"), refused.Encode());
        Assert.True(ControlResponse.TryRead(done.Encode(), out var read, out _));
        Assert.Equal(done, read);
        Assert.True(ControlResponse.TryRead(refused.Encode(), out read, out _));
        Assert.Equal(refused, read);
    }

    [Theory]
    [InlineData("6500", ParseError.MissingElement)]
    [InlineData("65036601C8", ParseError.MissingElement)]
    [InlineData("65066602FFFF6700", ParseError.InvalidValue)]
    [InlineData("6800", ParseError.UnexpectedType)]
    [InlineData("650A6601C867006803690301", ParseError.Truncated)]
    public void Malformed_responses_are_refused(string hex, ParseError expected)
    {
        Assert.False(ControlResponse.TryRead(Convert.FromHexString(hex), out _, out var error));
        Assert.Equal(expected, error);
    }
}
