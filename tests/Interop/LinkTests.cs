using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>Networks that come late, change and go.</summary>
public sealed class LinkTests
{
    private const int Timeout = 120_000;

    [Fact(Timeout = Timeout)]
    public async Task The_appliance_is_found_on_each_of_its_networks_by_its_address_there_and_follows_a_late_and_a_lost_lease()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var lab = await NetworkLab.BuildAsync(cancel);
        await lab.AddSwitchAsync("lan", cancel);
        await lab.AddSwitchAsync("attic", cancel);
        await using var near = await Avahi.StartAsync(await lab.AddHostAsync("near", "lan", "10.77.0.1/24", cancel), "near", cancel);
        var host = await lab.AddHostAsync("appliance", cancel);
        await host.PlugAsync("eth0", "lan", cancel);
        await using var node = await HearthNode.StartAsync(host, cancel);

        await node.ClaimAsync("alice", cancel);

        // Before a lease there is IPv6's link-local address, and no network.
        await node.WaitForLightAsync("no-network", cancel);
        await node.WaitForLineAsync(@"is hearth\.local on its network", cancel);
        Assert.StartsWith("fe80::", await near.ResolveAsync("hearth.local", 6, cancel), StringComparison.Ordinal);

        await host.AddAddressAsync("eth0", "10.77.0.2/24", cancel);
        await node.WaitForLightAsync("serving", cancel);
        await near.ResolveUntilAsync("hearth.local", 4, "10.77.0.2", cancel);

        await host.PlugAsync("eth1", "attic", cancel);
        await host.AddAddressAsync("eth1", "10.78.0.2/24", cancel);
        await host.RemoveAddressAsync("eth0", "10.77.0.2/24", cancel);
        await node.WaitForLightAsync("serving", cancel);
        await using (var far = await Avahi.StartAsync(await lab.AddHostAsync("far", "attic", "10.78.0.1/24", cancel), "far", cancel))
        {
            await far.ResolveUntilAsync("hearth.local", 4, "10.78.0.2", cancel);
        }

        await host.SetCableAsync("eth1", plugged: false, cancel);
        await node.WaitForLightAsync("no-network", cancel);
        await host.SetCableAsync("eth1", plugged: true, cancel);
        await node.WaitForLightAsync("serving", cancel);
    }
}
