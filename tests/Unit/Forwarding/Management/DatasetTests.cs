using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

public sealed class DatasetTests
{
    private static readonly FaceStatus Face = new()
    {
        FaceId = 262,
        Uri = "udp4://192.0.2.1:6363",
        LocalUri = "udp4://192.0.2.9:6363",
        ExpirationPeriod = 600_000,
        Scope = FaceScope.NonLocal,
        Persistency = FacePersistency.OnDemand,
        LinkType = LinkType.PointToPoint,
        BaseCongestionMarkingInterval = 100_000_000,
        DefaultCongestionThreshold = 65536,
        Mtu = 8800,
        Packets = new PacketCounts(1, 2, 3, 4, 5, 6),
        InBytes = 70_000,
        OutBytes = 5_000_000_000,
        Flags = 1 << FaceFlag.CongestionMarking,
    };

    [Fact]
    public void NDNts_writes_a_face_as_we_do() => AssertSame("face status", Face);

    [Fact]
    public void A_face_needs_none_of_its_optional_fields() =>
        AssertReadBack(Face with { ExpirationPeriod = null, BaseCongestionMarkingInterval = null, DefaultCongestionThreshold = null, Mtu = null });

    [Fact]
    public void NDNts_writes_the_content_store_as_we_do() =>
        AssertSame("content store", new ContentStoreInfo(67_108_864, 3, 12, 300, 4));

    [Fact]
    public void NDNts_writes_a_strategy_choice_as_we_do() =>
        AssertSame("strategy choice", new StrategyChoiceStatus(Name.Empty, Name.Parse("/localhost/nfd/strategy/best-route/v=5")));

    [Fact]
    public void NDNts_writes_a_channel_as_we_do() => AssertSame("channel status", new ChannelStatus("tcp4://0.0.0.0:6363"));

    [Fact]
    public void NDNts_writes_the_forwarder_as_we_do() => AssertSame("forwarder status", new ForwarderStatus
    {
        Version = "hearth 0.1.0",
        StartTimestamp = 1_700_000_000_000,
        CurrentTimestamp = 1_700_000_060_000,
        NameTreeEntries = 0,
        FibEntries = 2,
        PitEntries = 3,
        MeasurementsEntries = 4,
        ContentStoreEntries = 5,
        Packets = new PacketCounts(6, 7, 8, 9, 10, 11),
        SatisfiedInterests = 12,
        UnsatisfiedInterests = 13,
    });

    [Fact]
    public void NDNts_writes_routes_as_we_do()
    {
        var entry = new RibEntryStatus(Name.Parse("/p/alice"), [new(262, 65, 10, 1, null), new(263, 255, 0, 2, 60_000)]);
        Assert.Equal(Hex(ManagementVectors.Get("rib entry")), Hex(Dataset.Encode([entry])));
        var read = Assert.Single(Read<RibEntryStatus>(ManagementVectors.Get("rib entry")));
        Assert.Equal(entry.Prefix, read.Prefix);
        Assert.Equal(entry.Routes, read.Routes);
    }

    [Fact]
    public void Next_hops_are_read_back()
    {
        // FibMgmt: FibEntry { Name, NextHopRecord { FaceId, Cost } ... }.
        const string Wire = "8019" + "0703080170" + "8107690201066A010A" + "8107690201076A0100";
        var entry = new FibEntryStatus(Name.Parse("/p"), [new(262, 10), new(263, 0)]);
        Assert.Equal("80" + (Wire.Length / 2 - 2).ToString("X2", null) + Wire[4..], Hex(Dataset.Encode([entry])));
        var read = Assert.Single(Read<FibEntryStatus>(Dataset.Encode([entry])));
        Assert.Equal(entry.Prefix, read.Prefix);
        Assert.Equal(entry.NextHops, read.NextHops);
    }

    [Fact]
    public void Items_follow_each_other_and_unknown_ones_are_passed_over()
    {
        var two = Dataset.Encode([new ChannelStatus("tcp4://0.0.0.0:1"), new ChannelStatus("udp4://0.0.0.0:2")]);
        byte[] withStranger = [.. two, 0xFD, 0x03, 0xE8, 0x00];
        Assert.Equal(["tcp4://0.0.0.0:1", "udp4://0.0.0.0:2"], Read<ChannelStatus>(withStranger).Select(channel => channel.LocalUri));
        Assert.Empty(Read<ChannelStatus>([]));
    }

    [Fact]
    public void A_dataset_grows_beyond_a_packet()
    {
        var routes = Enumerable.Range(1, 1000).Select(face => new RouteStatus((ulong)face, 255, ulong.MaxValue, 3, ulong.MaxValue)).ToList();
        var read = Assert.Single(Read<RibEntryStatus>(Dataset.Encode([new RibEntryStatus(Name.Parse("/p"), routes)])));
        Assert.Equal(routes, read.Routes);
    }

    [Theory]
    [InlineData("8000", ParseError.MissingElement)]
    [InlineData("8003690101", ParseError.MissingElement)]
    [InlineData("800569030101", ParseError.Truncated)]
    [InlineData("80056903010101", ParseError.InvalidValue)]
    [InlineData("80", ParseError.Truncated)]
    public void A_malformed_face_is_refused(string hex, ParseError expected)
    {
        Assert.False(Dataset.TryRead<FaceStatus>(Convert.FromHexString(hex), out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("8000", ParseError.MissingElement)]
    [InlineData("80080703080170810169", ParseError.Truncated)]
    [InlineData("800A07030801708103690101", ParseError.MissingElement)]
    [InlineData("800407020901", ParseError.Truncated)]
    public void A_malformed_prefix_or_route_is_refused(string hex, ParseError expected)
    {
        Assert.False(Dataset.TryRead<RibEntryStatus>(Convert.FromHexString(hex), out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("udp4", null, null, true)]
    [InlineData("udp", null, null, false)]
    [InlineData("tcp4", null, null, false)]
    [InlineData(null, 262ul, null, true)]
    [InlineData(null, 263ul, null, false)]
    [InlineData(null, null, FaceScope.NonLocal, true)]
    [InlineData("udp4", null, FaceScope.Local, false)]
    public void A_query_takes_the_faces_that_agree_with_all_of_it(string? scheme, ulong? id, FaceScope? scope, bool expected)
    {
        var filter = new FaceQueryFilter { UriScheme = scheme, FaceId = id, Scope = scope };
        Assert.True(FaceQueryFilter.TryRead(filter.Encode(), out var read, out _));
        Assert.Equal(filter, read);
        Assert.Equal(expected, read.Matches(Face));
    }

    [Fact]
    public void NDNts_writes_a_query_as_we_do()
    {
        var filter = new FaceQueryFilter { UriScheme = "udp4", Uri = "udp4://192.0.2.1:6363", Scope = FaceScope.NonLocal };
        Assert.Equal(ManagementVectors.Get("face query filter"), filter.Encode());
    }

    private static void AssertSame<T>(string vector, T item)
        where T : IReadableDatasetItem<T>
    {
        Assert.Equal(Hex(ManagementVectors.Get(vector)), Hex(Dataset.Encode([item])));
        AssertReadBack(item);
    }

    private static void AssertReadBack<T>(T item)
        where T : IReadableDatasetItem<T> => Assert.Equal(item, Assert.Single(Read<T>(Dataset.Encode([item]))));

    private static IReadOnlyList<T> Read<T>(byte[] bytes)
        where T : IReadableDatasetItem<T>
    {
        Assert.True(Dataset.TryRead<T>(bytes, out var items, out var error), error.ToString());
        return items;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
