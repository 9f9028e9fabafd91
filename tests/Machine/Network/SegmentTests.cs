using System.Net.Sockets;
using Xunit;

namespace Hearth.Tests.Machine.Network;

/// <summary>The tests' own Ethernet, without a machine on it.</summary>
public sealed class SegmentTests
{
    [EmulatedFact]
    public async Task Avahi_on_the_segment_finds_what_another_program_on_it_announces_and_this_machine_does_not_see_it()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var segment = await EthernetSegment.CreateAsync(sockets: 1, cancel);
        var avahi = await Avahi.StartAsync(segment, cancel);
        segment.Start(["avahi-publish", "--service", "lamp", "_http._tcp", "80", "color=green"], ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/run/bus"));

        var found = Assert.Single(await avahi.FindAsync("_http._tcp", 1, Bounds.Answer, cancel));

        Assert.Equal(("visitor.local", 80, "\"color=green\""), (found.Name, found.Port, found.Text));
        Assert.DoesNotContain("segment", await OwnedProcess.RunAsync(["ip", "link"], cancel), StringComparison.Ordinal);
    }

    [EmulatedFact]
    public async Task A_socket_is_made_on_the_segment_and_leads_nowhere_else()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var segment = await EthernetSegment.CreateAsync(sockets: 0, cancel);
        using var browser = segment.Browse(EthernetSegment.Host);

        // Nobody listens there: refused by the segment's own host, which this machine has no way to.
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => browser.StatusAsync(cancel));

        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(fault.InnerException).SocketErrorCode);
    }
}
