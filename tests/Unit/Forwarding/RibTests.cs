using Hearth.Forwarding;
using Hearth.Protocol;
using Xunit;

namespace Hearth.Tests.Forwarding;

/// <summary>Routes are written <c>prefix face cost [i][c]</c>: child-inherit, capture.</summary>
public sealed class RibTests
{
    private readonly Node node = new();
    private readonly FaceId[] faces;

    public RibTests() => faces = node.AddFaces(4);

    [Theory]
    [InlineData("/ 0 5 i;/a 1 7", "/a", "0=5 1=7")]
    [InlineData("/ 0 5;/a 1 7", "/a", "1=7")]
    [InlineData("/ 0 5 i;/a 0 7", "/a", "0=7")]
    [InlineData("/ 0 5 i;/a 1 7 c", "/a", "1=7")]
    [InlineData("/ 0 5 i;/a 1 7 c;/a/b 2 9", "/a/b", "2=9")]
    [InlineData("/ 0 5 i;/a 1 7 ic;/a/b 2 9", "/a/b", "1=7 2=9")]
    [InlineData("/ 0 5 i;/a 0 7 i;/a/b 2 9", "/a/b", "0=7 2=9")]
    [InlineData("/a/b 2 9;/ 0 5 i", "/a/b", "0=5 2=9")]
    public void The_FIB_follows_from_the_routes(string routes, string prefix, string expected)
    {
        foreach (var route in routes.Split(';'))
        {
            Register(route);
        }

        Assert.Equal(expected, Hops(prefix));
    }

    [Fact]
    public void One_face_has_a_route_of_each_origin_and_the_cheapest_counts()
    {
        var name = Name.Parse("/a");
        node.Forwarder.Rib.Register(name, new Route(faces[0], RouteOrigin.Static, 9, RouteInheritance.None));
        node.Forwarder.Rib.Register(name, new Route(faces[0], RouteOrigin.App, 4, RouteInheritance.None));
        Assert.Equal("0=4", Hops("/a"));
        Assert.True(node.Forwarder.Rib.Unregister(name, faces[0], RouteOrigin.App));
        Assert.Equal("0=9", Hops("/a"));
        Assert.False(node.Forwarder.Rib.Unregister(name, faces[0], RouteOrigin.App));
    }

    [Fact]
    public void When_a_capturing_route_goes_the_children_inherit_again()
    {
        Register("/ 0 5 i");
        Register("/a 1 7 c");
        Register("/a/b 2 9");
        node.Forwarder.Rib.Unregister(Name.Parse("/a"), faces[1], RouteOrigin.Static);
        Assert.Equal("0=5 2=9", Hops("/a/b"));
    }

    [Fact]
    public void A_route_ends_at_its_expiry_and_not_before()
    {
        var name = Name.Parse("/a");
        node.Forwarder.Rib.Register(name, new Route(faces[0], RouteOrigin.App, 1, RouteInheritance.None) { ExpiresAt = node.Now + TimeSpan.FromSeconds(10) });
        node.Forwarder.Rib.Register(name, new Route(faces[0], RouteOrigin.App, 1, RouteInheritance.None) { ExpiresAt = node.Now + TimeSpan.FromSeconds(60) });
        Assert.Equal(node.Now + TimeSpan.FromSeconds(60), node.Forwarder.NextDeadline);
        node.Advance(59_999);
        Assert.Equal("0=1", Hops("/a"));
        node.Advance(1);
        Assert.Equal("", Hops("/a"));
        Assert.Empty(node.Forwarder.Rib.Entries);
        Assert.Null(node.Forwarder.NextDeadline);
    }

    [Fact]
    public void A_face_takes_its_routes_along()
    {
        Register("/ 0 5 i");
        Register("/a 0 5");
        Register("/a 1 7");
        node.Forwarder.RemoveFace(faces[0], node.Now);
        Assert.Equal("1=7", Hops("/a"));
        Assert.Equal("", Hops("/"));
        Assert.Equal(1, node.Forwarder.Rib.RouteCount);
    }

    [Fact]
    public void A_full_table_refuses_and_counts()
    {
        var small = new Node(new ForwarderOptions { MaxPrefixes = 2 });
        var face = small.AddFace();
        Assert.True(small.Forwarder.Rib.Register(Name.Parse("/1"), new Route(face, RouteOrigin.App, 0, RouteInheritance.None)));
        Assert.True(small.Forwarder.Rib.Register(Name.Parse("/2"), new Route(face, RouteOrigin.App, 0, RouteInheritance.None)));
        Assert.False(small.Forwarder.Rib.Register(Name.Parse("/3"), new Route(face, RouteOrigin.App, 0, RouteInheritance.None)));
        Assert.True(small.Forwarder.Rib.Register(Name.Parse("/2"), new Route(face, RouteOrigin.App, 9, RouteInheritance.None)));
        Assert.Equal((1, 2), (small.Forwarder.Rib.Refused, small.Forwarder.Fib.Count));
    }

    private void Register(string text)
    {
        var words = text.Split(' ');
        var flags = words.Length < 4 ? RouteInheritance.None
            : (words[3].Contains('i', StringComparison.Ordinal) ? RouteInheritance.ChildInherit : RouteInheritance.None)
            | (words[3].Contains('c', StringComparison.Ordinal) ? RouteInheritance.Capture : RouteInheritance.None);
        var route = new Route(faces[int.Parse(words[1], null)], RouteOrigin.Static, ulong.Parse(words[2], null), flags);
        Assert.True(node.Forwarder.Rib.Register(Name.Parse(words[0]), route));
    }

    private string Hops(string prefix) => node.Forwarder.Fib.Find(Name.Parse(prefix)) is { } entry
        ? string.Join(' ', entry.NextHops.ToArray().OrderBy(hop => hop.Face.Value).Select(hop => $"{hop.Face.Value - FaceId.FirstUnreserved}={hop.Cost}"))
        : "";
}
