using System.Net;
using Hearth.Discovery;
using Hearth.Discovery.Dns;
using Hearth.Network;
using Xunit;

namespace Hearth.Tests.Discovery;

public sealed class SeenNeighbourTests
{
    private static readonly NetworkLink Lan = new(
        3, "eth0", LinkFlags.Up | LinkFlags.Running | LinkFlags.Multicast,
        [new LinkAddress(IPAddress.Parse("192.0.2.7"), 24), new LinkAddress(IPAddress.Parse("fe80::7"), 64)]);

    [Fact]
    public void What_is_on_the_link_is_reached_IPv4_first_and_link_local_with_its_link()
    {
        var seen = Assert.Single(See(["fe80::8", "192.0.2.8"]));
        Assert.Equal([new IPEndPoint(IPAddress.Parse("192.0.2.8"), 6363), new IPEndPoint(IPAddress.Parse("fe80::8%3"), 6363)], seen.Remotes);
        Assert.Equal("alice", seen.Claimed?.ToString());
    }

    [Theory]
    [InlineData("203.0.113.9")] // somebody elsewhere: nobody makes this node knock there
    [InlineData("2001:db8::1")]
    [InlineData("192.0.2.7")] // this node itself, repeated by another host
    [InlineData("224.0.0.1")]
    public void What_is_not_a_host_on_the_link_is_passed_over(string address) => Assert.Empty(See([address]));

    [Fact]
    public void Another_node_of_the_same_machine_is_a_neighbour() => Assert.Single(See(["192.0.2.7"], port: 6364));

    [Theory]
    [InlineData("alice")]
    [InlineData("/p")]
    [InlineData("/p/alice/photos")]
    [InlineData("/p/Alice")]
    [InlineData("/q/alice")]
    [InlineData("")]
    public void Who_claims_nothing_of_use_claims_nothing(string ns) => Assert.Null(Assert.Single(See(["192.0.2.8"], ns: ns)).Claimed);

    [Fact]
    public void A_node_that_is_seen_on_two_links_is_one()
    {
        var attic = Lan with { Index = 4, Addresses = [new LinkAddress(IPAddress.Parse("198.51.100.7"), 24)] };
        var seen = Assert.Single(SeenNeighbour.Among([new(Service(["192.0.2.8"]), Lan), new(Service(["198.51.100.8"]), attic)], 6363));
        Assert.Equal(2, seen.Remotes.Count);
    }

    private static IReadOnlyList<SeenNeighbour> See(string[] addresses, ushort port = 6363, string ns = "/p/alice") =>
        SeenNeighbour.Among([new(Service(addresses, port, ns), Lan)], ownPort: 6363);

    private static FoundService Service(string[] addresses, ushort port = 6363, string ns = "/p/alice") => new(
        3, DnsName.Of("Hearth", "_ndn", "_udp", "local"), DnsName.Parse("hearth.local"), port,
        new Dictionary<string, string> { ["ns"] = ns }, [.. addresses.Select(IPAddress.Parse)]);
}
