using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

public sealed class DatasetServiceTests
{
    private readonly ManagedForwarder forwarder = new();

    [Fact]
    public void Faces_are_listed_with_what_they_are()
    {
        var faces = forwarder.List<FaceStatus>("faces/list");
        Assert.Equal([FaceId.Internal.Value, forwarder.Program.Value, forwarder.Neighbour.Value], faces.Select(face => (uint)face.FaceId));
        Assert.Equal(
            new FaceStatus
            {
                FaceId = forwarder.Neighbour.Value,
                Uri = "udp4://192.0.2.1:6363",
                LocalUri = "udp4://192.0.2.9:6363",
                ExpirationPeriod = 600_000,
                Scope = FaceScope.NonLocal,
                Persistency = FacePersistency.OnDemand,
                LinkType = LinkType.PointToPoint,
                Mtu = 1400,
                Packets = default,
                InBytes = 0,
                OutBytes = 0,
                Flags = 0,
            },
            faces[2]);
    }

    [Fact]
    public void A_query_lists_the_faces_that_were_asked_for()
    {
        var filter = new FaceQueryFilter { Scope = FaceScope.Local, UriScheme = "fd" };
        Assert.Equal([forwarder.Program.Value], forwarder.List<FaceStatus>("faces/query", filter.Encode()).Select(face => (uint)face.FaceId));
        Assert.Empty(forwarder.List<FaceStatus>("faces/query", new FaceQueryFilter { FaceId = 9999 }.Encode()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("68036901FF")]
    [InlineData("96036903FF")]
    public void A_malformed_query_is_refused_with_a_nack(string filter) => AssertRefused(Convert.FromHexString(filter));

    [Fact]
    public void A_query_longer_than_any_filter_is_refused_with_a_nack() =>
        AssertRefused(new FaceQueryFilter { Uri = new string('a', 2048) }.Encode());

    [Fact]
    public void Channels_are_listed() =>
        Assert.Equal(
            ["tcp4://0.0.0.0:6363", "unix:///run/nfd/nfd.sock"],
            forwarder.List<ChannelStatus>("faces/channels").Select(channel => channel.LocalUri));

    [Fact]
    public void The_forwarder_tells_of_itself()
    {
        forwarder.Command("fib/add-nexthop", new ControlParameters { Name = Name.Parse("/p") });
        var status = Assert.Single(forwarder.List<ForwarderStatus>("status/general"));
        Assert.Equal("hearth 0.1.0", status.Version);
        Assert.Equal((ulong)ManagedForwarder.WallClock.ToUnixTimeMilliseconds(), status.CurrentTimestamp);
        Assert.Equal(3_600_000ul, status.CurrentTimestamp - status.StartTimestamp);
        Assert.Equal(1ul, status.FibEntries);
    }

    [Fact]
    public void A_dataset_larger_than_a_packet_comes_in_segments()
    {
        for (var i = 0; i < 500; i++)
        {
            Assert.True(forwarder.Forwarder.Rib.Register(Name.Parse($"/p/user-{i}"), new Route(forwarder.Neighbour, RouteOrigin.App, 0, 0)));
        }

        Assert.Equal(500, forwarder.List<RibEntryStatus>("rib/list").Count);
    }

    [Fact]
    public void An_empty_dataset_is_one_empty_segment() => Assert.Empty(forwarder.List<FibEntryStatus>("fib/list"));

    [Fact]
    public void Each_listing_has_a_greater_version_even_when_the_clock_stands_or_goes_back()
    {
        var versions = new List<ulong>();
        foreach (var step in new[] { 0, 0, -5000, 1 })
        {
            forwarder.Time += TimeSpan.FromMilliseconds(step);
            versions.Add(VersionOf(First("fib/list")));
        }

        Assert.Equal(versions.Order().Distinct(), versions);
        Assert.Equal((ulong)ManagedForwarder.WallClock.ToUnixTimeMilliseconds(), versions[0]);
    }

    [Fact]
    public void A_version_is_served_to_whoever_asks_for_it()
    {
        var first = First("fib/list");
        Assert.True(Data.TryRead(first, out var data, out _));
        var versioned = data.Name.Prefix(data.Name.Count - 1).ToName();
        Assert.Equal(first, Assert.Single(forwarder.Receive(ManagedForwarder.Discovery(versioned), forwarder.Program)));
        Assert.Equal(first, Assert.Single(forwarder.Receive(new InterestBuilder(versioned.AppendSegment(0)).Build(), forwarder.Program)));
        Assert.Empty(forwarder.Receive(new InterestBuilder(versioned).Build(), forwarder.Program));
        Assert.Empty(forwarder.Receive(new InterestBuilder(versioned.AppendSegment(1)).Build(), forwarder.Program));
        Assert.Empty(forwarder.Receive(new InterestBuilder(versioned.Prefix(-1).AppendVersion(1).AppendSegment(0)).Build(), forwarder.Program));
    }

    [Fact]
    public void Old_listings_make_room_for_new_ones()
    {
        var bounded = new ManagedForwarder(options: new ManagementOptions { Version = "hearth", StartedAt = default, DatasetBytes = 1 });
        var name = Name.Parse("/localhost/nfd/fib/list");
        var first = Assert.Single(bounded.Receive(ManagedForwarder.Discovery(name), bounded.Program));
        var again = NameOf(first);
        Assert.Single(bounded.Receive(new InterestBuilder(again).Build(), bounded.Program));
        bounded.Receive(ManagedForwarder.Discovery(name), bounded.Program);
        Assert.Empty(bounded.Receive(new InterestBuilder(again).Build(), bounded.Program));
    }

    [Theory]
    [InlineData("/localhost/nfd/faces/list", false)]
    [InlineData("/localhost/nfd/faces/list/more", true)]
    [InlineData("/localhost/nfd/faces/query", true)]
    [InlineData("/localhost/nfd/faces", true)]
    [InlineData("/localhost/nfd", true)]
    [InlineData("/localhop/nfd/faces/list", true)]
    [InlineData("/p/alice/faces/list", true)]
    public void What_no_data_here_can_answer_is_left_unanswered(string uri, bool canBePrefix)
    {
        var interest = new InterestBuilder(Name.Parse(uri)) { CanBePrefix = canBePrefix }.Build();
        Assert.Empty(forwarder.Receive(interest, forwarder.Program));
        Assert.Equal(1, forwarder.Service.Counters.Ignored);
    }

    [Fact]
    public void The_network_reads_nothing() =>
        Assert.Empty(forwarder.Receive(ManagedForwarder.Discovery(Name.Parse("/localhost/nfd/faces/list")), forwarder.Neighbour));

    [Fact]
    public void What_came_from_no_face_is_left_unanswered() =>
        Assert.Empty(forwarder.Receive(ManagedForwarder.Discovery(Name.Parse("/localhost/nfd/faces/list")), new FaceId(9999)));

    [Fact]
    public void What_is_no_interest_is_left_unanswered() => Assert.Empty(forwarder.Receive([0x06, 0x00], forwarder.Program));

    private byte[] First(string dataset) =>
        Assert.Single(forwarder.Receive(ManagedForwarder.Discovery(Name.Parse($"/localhost/nfd/{dataset}")), forwarder.Program));

    private void AssertRefused(byte[] filter)
    {
        var name = Name.Parse("/localhost/nfd/faces/query").Append(TlvType.GenericNameComponent, filter);
        var packet = Assert.Single(forwarder.Receive(ManagedForwarder.Discovery(name), forwarder.Program));
        Assert.True(Data.TryRead(packet, out var data, out _));
        Assert.True(data.Name.Equals(name));
        Assert.Equal(ContentType.Nack, data.ContentType);
        Assert.True(ControlResponse.TryRead(data.Content, out var response, out _));
        Assert.Equal(400, response.StatusCode);
    }

    private static Name NameOf(byte[] packet)
    {
        Assert.True(Data.TryRead(packet, out var data, out _));
        return data.Name.ToName();
    }

    private static ulong VersionOf(byte[] packet)
    {
        Assert.True(Data.TryRead(packet, out var data, out _));
        Assert.True(data.Name[data.Name.Count - 2].TryGetNumber(TlvType.VersionNameComponent, out var version));
        return version;
    }
}
