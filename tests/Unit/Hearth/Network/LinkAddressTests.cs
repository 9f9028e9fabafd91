using System.Net;
using Hearth.Network;
using Xunit;

namespace Hearth.Tests.Network;

public sealed class LinkAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", 24, "192.0.2.255", true)]
    [InlineData("192.0.2.7", 24, "192.0.3.7", false)]
    [InlineData("10.1.127.1", 17, "10.1.0.9", true)]
    [InlineData("10.1.127.1", 17, "10.1.128.1", false)]
    [InlineData("192.0.2.7", 32, "192.0.2.6", false)]
    [InlineData("192.0.2.7", 0, "203.0.113.1", true)]
    [InlineData("192.0.2.7", 24, "2001:db8::1", false)]
    [InlineData("2001:db8:0:1::1", 64, "2001:db8:0:1::ffff", true)]
    [InlineData("2001:db8:0:1::1", 64, "2001:db8:0:2::1", false)]
    [InlineData("fe80::1", 64, "fe80::2%3", true)]
    public void Hosts_of_one_subnet_are_told_by_the_prefix(string own, int prefix, string other, bool shares) =>
        Assert.Equal(shares, new LinkAddress(IPAddress.Parse(own), prefix).Shares(IPAddress.Parse(other)));
}
