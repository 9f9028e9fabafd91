using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Xunit;

namespace Hearth.Tests.Machine.Network;

/// <summary>Two appliances and a host with Avahi on one Ethernet.</summary>
public sealed class NeighbourTests(ClaimedPc claimed)
{
    [EmulatedFact]
    public async Task Avahi_sees_both_the_second_is_hearth_2_and_what_one_publishes_is_fetched_through_the_other()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var segment = await EthernetSegment.CreateAsync(sockets: 2, cancel);
        segment.StartDhcp();
        var avahi = await Avahi.StartAsync(segment, cancel);
        using var firstDisk = await claimed.BranchAsync(cancel);
        using var secondDisk = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        await using var first = Appliance.Pc(firstDisk, "pc-neighbour-a", segment.Cable(0));
        await using var second = Appliance.Pc(secondDisk, "pc-neighbour-b", segment.Cable(1));

        await first.PowerOnAsync(cancel);
        await first.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
        Assert.Equal(["hearth.local"], (await avahi.FindAsync("_http._tcp", 1, Bounds.Boot, cancel)).Select(found => found.Name));
        await second.PowerOnAsync(cancel);
        await second.Machine.Light.ShowsAsync(Rhythm.Unclaimed, Bounds.Boot, cancel);

        var panels = await avahi.FindAsync("_http._tcp", 2, Bounds.Boot, cancel);
        var nodes = await avahi.FindAsync("_ndn._udp", 2, Bounds.Boot, cancel);
        Assert.Equal(["hearth-2.local", "hearth.local"], panels.Select(found => found.Name).Order());
        Assert.Equal(["hearth-2.local", "hearth.local"], nodes.Select(found => found.Name).Order());
        Assert.All(nodes, found => Assert.Equal(6363, found.Port));
        Assert.Contains("/p/alice", nodes.Single(found => found.Name == "hearth.local").Text, StringComparison.Ordinal);

        var through = nodes.Single(found => found.Name == "hearth-2.local").Address;
        using (var panel = segment.Browse(through))
        {
            Assert.False((await panel.StatusAsync(cancel)).GetProperty("claimed").GetBoolean());
        }

        var at = second.Machine.Elapsed;
        Assert.Equal(claimed.Content, await Stranger.GetAsync(claimed.Name, $"udp4://{through}:6363", cancel, segment.Prefix));
        Measured.Say($"two PCs: fetched through the neighbour in {(second.Machine.Elapsed - at).TotalSeconds:0.0} s");
    }
}
