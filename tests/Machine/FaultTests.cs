using Hearth.Tests.Machine.Light;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>Processes that die or hang, and what brings them back; each time measured.</summary>
public sealed class FaultTests(ClaimedPc claimed)
{
    private const int Node = 102;
    private const int Supervisor = 101;

    [EmulatedFact]
    public async Task A_killed_node_a_hung_node_and_a_hung_supervisor_end_in_serving()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await claimed.BranchAsync(cancel);
        await using var appliance = Appliance.Pc(disk, "pc-faults");
        await appliance.PowerOnWithAgentAsync(cancel);
        await appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);

        await RestartsAsync(appliance, "KILL", "killed node", cancel);
        await RestartsAsync(appliance, "STOP", "hung node", cancel);
        await RebootsAsync(appliance, cancel);
    }

    /// <summary>The node comes back without a reboot, and serves what it served.</summary>
    private async Task RestartsAsync(Appliance appliance, string signal, string what, CancellationToken cancel)
    {
        var (machine, light) = (appliance.Machine, appliance.Machine.Light);
        var before = await ProcessOfAsync(machine, Node, cancel);
        var seen = light.Seen.Count;
        var at = machine.Elapsed;

        // The agent waits for another process that answers: it may be back before the light has flashed twice.
        await machine.Agent.RunAsync(
            $"kill -{signal} {before}; until p=$({Find(Node)}) && [ -n \"$p\" ] && [ \"$p\" != {before} ] && wget -q -T 1 -O /dev/null http://127.0.0.1/api/status; do usleep 100000; done",
            cancel,
            withinSeconds: Bounds.Boot.TotalSeconds);
        Measured.Say($"PC, {what}: its page is back after {(machine.Elapsed - at).TotalSeconds:0.0} s");

        Assert.Equal(claimed.Content, await Stranger.GetAsync(claimed.Name, $"tcp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));
        await light.ShowsAsync(Rhythm.Serving, Bounds.Answer, cancel);
        Assert.DoesNotContain(light.Seen.Snapshot().Skip(seen), shown => shown is null);
    }

    /// <summary>Nobody feeds the watchdog any more: the machine is reset and comes back.</summary>
    private async Task RebootsAsync(Appliance appliance, CancellationToken cancel)
    {
        var (machine, light) = (appliance.Machine, appliance.Machine.Light);
        var seen = light.Seen.Count;
        var events = machine.Qmp.Events.Count;
        var at = machine.Elapsed;
        await machine.Agent.RunAsync($"kill -STOP {await ProcessOfAsync(machine, Supervisor, cancel)}", cancel);

        await machine.Qmp.Events.WaitAsync(happened => happened.Name == "WATCHDOG", "watchdog", Bounds.Boot, cancel, events);
        var bitten = machine.Elapsed;
        var serving = await light.ShowsAfterResetAsync(Rhythm.Serving, seen, Bounds.Boot, cancel);
        Measured.Say($"PC, hung supervisor: watchdog after {(bitten - at).TotalSeconds:0.0} s, serving after {(serving.Since - at).TotalSeconds:0.0} s");
        Assert.Equal(claimed.Content, await Stranger.GetAsync(claimed.Name, $"tcp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));
    }

    private static Task<string> ProcessOfAsync(EmulatedMachine machine, int user, CancellationToken cancel) =>
        machine.Agent.RunAsync(Find(user), cancel);

    private static string Find(int user) => $"ps -o pid,user,args | awk '$2 == {user} && /hearth/ {{ print $1 }}' | head -n 1";
}
