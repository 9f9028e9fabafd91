using System.Net;
using Hearth.Forwarding.Management;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

public sealed class FaceUriTests
{
    [Theory]
    [InlineData("udp4://192.0.2.1:6363", "udp4", "192.0.2.1", 6363, "")]
    [InlineData("tcp4://192.0.2.1:6363", "tcp4", "192.0.2.1", 6363, "")]
    [InlineData("udp6://[2001:db8::1]:6363", "udp6", "2001:db8::1", 6363, "")]
    [InlineData("udp6://[fe80::1%eth0]:6363", "udp6", "fe80::1%eth0", 6363, "")]
    [InlineData("udp://router.example", "udp", "router.example", null, "")]
    [InlineData("unix:///run/nfd/nfd.sock", "unix", "", null, "/run/nfd/nfd.sock")]
    [InlineData("dev://eth0", "dev", "eth0", null, "")]
    [InlineData("udp4+dev://eth0:6363", "udp4+dev", "eth0", 6363, "")]
    [InlineData("ether://[08:00:27:01:dd:01]", "ether", "08:00:27:01:dd:01", null, "")]
    [InlineData("ws://[::]:9696", "ws", "::", 9696, "")]
    [InlineData("fd://7", "fd", "7", null, "")]
    [InlineData("internal://", "internal", "", null, "")]
    public void A_uri_is_read_and_written_alike(string text, string scheme, string host, int? port, string path)
    {
        Assert.True(FaceUri.TryParse(text, out var uri));
        Assert.Equal(new FaceUri(scheme, host, (ushort?)port, path), uri);
        Assert.Equal(text, uri.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("udp4")]
    [InlineData("udp4:/192.0.2.1:6363")]
    [InlineData("://192.0.2.1:6363")]
    [InlineData("UDP4://192.0.2.1:6363")]
    [InlineData("udp4://192.0.2.1:65536")]
    [InlineData("udp4://192.0.2.1:-1")]
    [InlineData("udp4://192.0.2.1:")]
    [InlineData("udp4://:6363")]
    [InlineData("udp4://192.0.2.1:6363?mtu=1")]
    [InlineData("udp4://192.0.2.1 :6363")]
    [InlineData("udp4://192.0.2.1\n:6363")]
    [InlineData("udp6://2001:db8::1:6363")]
    [InlineData("udp6://[2001:db8::1")]
    [InlineData("udp6://[2001:db8::1]6363")]
    [InlineData("udp6://[]:6363")]
    public void What_is_no_uri_is_refused(string text) => Assert.False(FaceUri.TryParse(text, out _));

    [Fact]
    public void A_uri_longer_than_any_place_is_refused() => Assert.False(FaceUri.TryParse("unix:///" + new string('a', 512), out _));

    [Theory]
    [InlineData("udp4://192.0.2.1:6363")]
    [InlineData("tcp4://192.0.2.1:6363")]
    [InlineData("udp6://[2001:db8::1]:6363")]
    [InlineData("tcp6://[2001:db8::1]:6363")]
    [InlineData("udp6://[fe80::1%eth0]:6363")]
    [InlineData("udp4://224.0.23.170:56363")]
    [InlineData("dev://eth0")]
    [InlineData("udp4+dev://eth0:6363")]
    public void The_one_way_to_write_it_is_canonical(string text) => Assert.True(Parse(text).IsCanonical);

    [Theory]
    [InlineData("udp4://192.0.2.1")]
    [InlineData("udp4://192.0.2.1:6363/")]
    [InlineData("udp://192.0.2.1:6363")]
    [InlineData("udp6://192.0.2.1:6363")]
    [InlineData("udp4://[2001:db8::1]:6363")]
    [InlineData("udp4://192.0.2.01:6363")]
    [InlineData("udp4://3221225985:6363")]
    [InlineData("udp4://router.example:6363")]
    [InlineData("udp6://[2001:DB8::1]:6363")]
    [InlineData("udp6://[2001:db8:0::1]:6363")]
    [InlineData("udp6://[::ffff:c000:201]:6363")]
    [InlineData("udp6://[fe80::1]:6363")]
    [InlineData("udp6://[fe80::1%25eth0]:6363")]
    [InlineData("udp6://[2001:db8::1%eth0]:6363")]
    [InlineData("tcp4://224.0.23.170:6363")]
    [InlineData("tcp6://[ff02::1234]:6363")]
    [InlineData("unix:///run/nfd/nfd.sock")]
    [InlineData("fd://7")]
    [InlineData("internal://")]
    public void Any_other_way_to_write_it_is_not(string text) => Assert.False(Parse(text).IsCanonical);

    [Theory]
    [InlineData("udp", "192.0.2.1", "udp4://192.0.2.1:6363")]
    [InlineData("tcp", "2001:db8::1", "tcp6://[2001:db8::1]:6363")]
    [InlineData("tcp", "::ffff:192.0.2.1", "tcp4://192.0.2.1:6363")]
    [InlineData("wsclient", "2001:db8::1", "wsclient://[2001:db8::1]:6363")]
    public void An_endpoint_has_a_uri(string transport, string address, string uri) =>
        Assert.Equal(uri, FaceUri.Of(transport, new IPEndPoint(IPAddress.Parse(address), 6363)).ToString());

    private static FaceUri Parse(string text)
    {
        Assert.True(FaceUri.TryParse(text, out var uri));
        return uri;
    }
}
