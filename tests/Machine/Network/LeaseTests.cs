using Hearth.Tests.Machine.Light;
using Xunit;

namespace Hearth.Tests.Machine.Network;

/// <summary>A home's network that is late, or goes away, and comes back.</summary>
public sealed class LeaseTests(ClaimedPc claimed)
{
    [EmulatedFact]
    public async Task Without_DHCP_the_light_says_so_and_with_a_lease_it_serves_by_itself()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var segment = await EthernetSegment.CreateAsync(sockets: 1, cancel);
        using var disk = await claimed.BranchAsync(cancel);
        await using var appliance = Appliance.Pc(disk, "pc-lease", segment.Cable(0));
        await appliance.PowerOnAsync(cancel);
        var (machine, light) = (appliance.Machine, appliance.Machine.Light);

        var none = await light.ShowsAsync(Rhythm.NoNetwork, Bounds.Boot, cancel);
        var at = machine.Elapsed;
        var dhcp = segment.StartDhcp();
        await dhcp.Lines.WaitAsync(line => line.Contains("DHCPACK", StringComparison.Ordinal), "lease", Bounds.Boot, cancel);
        var leased = machine.Elapsed;
        var serving = await light.ShowsAsync(Rhythm.Serving, Bounds.Answer, cancel);
        Measured.Say($"PC, no DHCP: light says so at {none.Since.TotalSeconds:0.0} s; DHCP begins: lease after {(leased - at).TotalSeconds:0.0} s, serving after {(serving.Since - at).TotalSeconds:0.0} s");
    }

    [EmulatedFact]
    public async Task Without_a_cable_the_light_says_so_and_plugged_in_again_it_serves_by_itself()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await claimed.BranchAsync(cancel);
        await using var appliance = Appliance.PcWithCable(disk, "pc-cable");
        await appliance.PowerOnAsync(cancel);
        var (machine, light) = (appliance.Machine, appliance.Machine.Light);
        await light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);

        var at = machine.Elapsed;
        await machine.SetCarrierAsync(isPluggedIn: false, cancel);
        var none = await light.ShowsAsync(Rhythm.NoNetwork, Bounds.Answer, cancel);
        var pluggedIn = machine.Elapsed;
        await machine.SetCarrierAsync(isPluggedIn: true, cancel);
        var serving = await light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
        Measured.Say($"PC, cable out: no network after {(none.Since - at).TotalSeconds:0.0} s; in again: serving after {(serving.Since - pluggedIn).TotalSeconds:0.0} s");
    }
}
