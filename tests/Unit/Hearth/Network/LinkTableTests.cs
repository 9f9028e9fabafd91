using System.Net;
using Hearth.Linux;
using Hearth.Network;
using Xunit;

namespace Hearth.Tests.Network;

/// <summary>Messages as the kernel writes them (rtnetlink(7)): length, type, flags, sequence, port; then the body.</summary>
public sealed class LinkTableTests
{
    // IFF_UP | IFF_BROADCAST | IFF_RUNNING | IFF_MULTICAST | IFF_LOWER_UP, named eth0.
    private const string Eth0 = "2c000000 1000 0200 01000000 00000000  00 00 0100 02000000 43100100 00000000  0900 0300 6574683000 000000";

    // 192.0.2.7/24, flags IFA_F_PERMANENT; then fe80::1/64 the same.
    private const string Address4 = "28000000 1400 0200 02000000 00000000  02 18 80 00 02000000  0800 0100 c0000207  0800 0200 c0000207";
    private const string Address6 = "34000000 1400 0200 02000000 00000000  0a 40 80 fd 02000000  1400 0100 fe800000000000000000000000000001  0800 0800 80000000";

    // 2001:db8::9/64 that is still looked for duplicates: IFA_F_TENTATIVE.
    private const string Tentative = "34000000 1400 0200 02000000 00000000  0a 40 40 00 02000000  1400 0100 20010db8000000000000000000000009  0800 0800 40000000";
    private const string Done = "14000000 0300 0200 02000000 00000000 00000000";

    [Fact]
    public void A_link_is_read_with_the_addresses_that_are_in_use()
    {
        var table = new LinkTable();
        Assert.Equal(LinkTableProgress.More, table.Take(Bytes(Eth0)));
        Assert.Equal(LinkTableProgress.Complete, table.Take(Bytes(Address4 + Address6 + Tentative + Done)));

        var link = Assert.Single(table.Links);
        Assert.Equal((2, "eth0"), (link.Index, link.Name));
        Assert.Equal([new LinkAddress(IPAddress.Parse("192.0.2.7"), 24), new LinkAddress(IPAddress.Parse("fe80::1"), 64)], link.Addresses);
        Assert.True(link is { IsUp: true, IsShared: true, HasNetwork: true });
    }

    [Theory]
    [InlineData("43100100", "c0000207", true, true)] // up, carrier, multicast; 192.0.2.7
    [InlineData("03100000", "c0000207", false, false)] // no carrier
    [InlineData("43100100", "a9fe0207", true, false)] // 169.254.2.7: nobody gave it out
    [InlineData("49100100", "7f000001", false, false)] // loopback
    [InlineData("d1100100", "0a000001", false, true)] // a tunnel to one peer
    [InlineData("43000100", "c0000207", false, true)] // no multicast
    public void A_link_is_shared_or_a_network_by_its_flags_and_addresses(string flags, string address, bool shared, bool network)
    {
        var table = new LinkTable();
        table.Take(Bytes(Eth0.Replace("43100100", flags, StringComparison.Ordinal) + Address4.Replace("c0000207", address, StringComparison.Ordinal)));

        var link = Assert.Single(table.Links);
        Assert.Equal((shared, network), (link.IsShared, link.HasNetwork));
    }

    [Theory]
    [InlineData("24000000 0200 0000 01000000 00000000 ffffffff 14000000 1200 0103 00000000 00000000")] // an error
    [InlineData("10000000 1000 1200 01000000 00000000")] // NLM_F_DUMP_INTR
    [InlineData("ff000000 1000 0200 01000000 00000000")] // longer than what came
    [InlineData("04000000 1000 0200 01000000 00000000")] // shorter than its own header
    public void An_answer_that_is_spoilt_is_asked_for_again(string messages) =>
        Assert.Equal(LinkTableProgress.Spoilt, new LinkTable().Take(Bytes(messages)));

    [Fact]
    public void No_cut_of_an_answer_does_harm()
    {
        var whole = Bytes(Eth0 + Address4 + Address6 + Done);
        for (var size = 0; size < whole.Length; size++)
        {
            var table = new LinkTable();
            Assert.NotEqual(LinkTableProgress.Complete, table.Take(whole.AsSpan(0, size)));
            Assert.True(table.Links.Count <= 1);
        }
    }

    [Fact]
    public void This_machine_has_its_own_address()
    {
        using var loop = new EventLoop();
        using var watcher = new LinkWatcher(loop);
        Assert.Contains(watcher.Links, link =>
            link.Flags.HasFlag(LinkFlags.Loopback) && link.Addresses.Contains(new LinkAddress(IPAddress.Loopback, 8)));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
