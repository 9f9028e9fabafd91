using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>The appliance on a network, as Avahi sees it.</summary>
public sealed class DiscoveryTests
{
    private const int Timeout = 120_000;

    [Fact(Timeout = Timeout)]
    public async Task Avahi_finds_the_appliance_by_name_and_by_service_learns_of_the_claim_and_of_its_end()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var lab = await NetworkLab.BuildAsync(cancel);
        await lab.AddSwitchAsync("lan", cancel);
        await using var avahi = await Avahi.StartAsync(await lab.AddHostAsync("stranger", "lan", "10.77.0.1/24", cancel), "stranger", cancel);
        var host = await lab.AddHostAsync("appliance", "lan", "10.77.0.2/24", cancel);
        await host.AddAddressAsync("eth0", "fd77::2/64", cancel);
        await using var node = await HearthNode.StartAsync(host, cancel);
        await node.WaitForLineAsync(@"is hearth\.local on its network", cancel);

        Assert.Equal("10.77.0.2", await avahi.ResolveAsync("hearth.local", 4, cancel));
        Assert.StartsWith("f", await avahi.ResolveAsync("hearth.local", 6, cancel), StringComparison.Ordinal);
        Assert.Contains("hearth.local", await node.RunAsync(cancel, "status"), StringComparison.Ordinal);
        var panel = await avahi.BrowseAsync("_http._tcp", cancel);
        Assert.Contains(panel, found => found[6..] is ["hearth.local", "10.77.0.2", "80", "\"path=/\""]);
        var unclaimed = await avahi.BrowseAsync("_ndn._udp", cancel);
        Assert.All(unclaimed, found => Assert.Equal(["Hearth", "hearth.local", "6363", "\"txtvers=1\""], [found[3], found[6], found[8], found[9]]));
        Assert.Equal(["IPv4", "IPv6"], unclaimed.Select(found => found[2]).Order());

        await node.ClaimAsync("alice", cancel);
        await avahi.BrowseUntilAsync("_ndn._udp", found => found.Count == 2 && found.All(service =>
            service[3] == @"Hearth\032of\032alice" && service[6] == "hearth.local" && service[9].Contains("\"ns=/p/alice\"", StringComparison.Ordinal)), cancel);

        // Without the goodbye Avahi would remember the service for two minutes.
        await node.StopAsync(cancel);
        await avahi.BrowseUntilAsync("_ndn._udp", found => found.Count == 0, cancel);
    }

    [Fact(Timeout = Timeout)]
    public async Task Where_Avahi_has_the_name_the_appliance_takes_the_next_and_both_are_found()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var lab = await NetworkLab.BuildAsync(cancel);
        await lab.AddSwitchAsync("lan", cancel);
        await using var avahi = await Avahi.StartAsync(await lab.AddHostAsync("stranger", "lan", "10.77.0.1/24", cancel), "hearth", cancel);
        var host = await lab.AddHostAsync("appliance", "lan", "10.77.0.2/24", cancel);

        await using var node = await HearthNode.StartAsync(host, cancel);
        await node.WaitForLineAsync(@"is hearth-2\.local on its network", cancel);

        Assert.Equal("10.77.0.1", await avahi.ResolveAsync("hearth.local", 4, cancel));
        Assert.Equal("10.77.0.2", await avahi.ResolveAsync("hearth-2.local", 4, cancel));
    }

    [Fact(Timeout = Timeout)]
    public async Task Avahi_on_the_same_machine_and_the_appliance_share_the_port()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var lab = await NetworkLab.BuildAsync(cancel);
        await lab.AddSwitchAsync("lan", cancel);
        var host = await lab.AddHostAsync("laptop", "lan", "10.77.0.2/24", cancel);
        await using var avahi = await Avahi.StartAsync(host, "laptop", cancel);

        await using var node = await HearthNode.StartAsync(host, cancel);
        await node.WaitForLineAsync(@"is hearth\.local on its network", cancel);

        Assert.Equal("10.77.0.2", await avahi.ResolveAsync("hearth.local", 4, cancel));
        Assert.Contains(await avahi.BrowseAsync("_ndn._udp", cancel), found => found[6..9] is ["hearth.local", "10.77.0.2", "6363"]);
    }
}
