using Hearth.Tests.Machine.Images;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>The ARM64 image in its first start, with the tests' hands inside and the data partition there, for the tests of one class.</summary>
public sealed class StartedVirt : IAsyncDisposable
{
    private TestDisk? disk;
    private Appliance? appliance;

    /// <summary>Its agent; the first who asks waits for the start. (Tests of one class run one after the other.)</summary>
    internal async Task<MachineAgent> AgentAsync()
    {
        if (appliance is null)
        {
            await StartAsync(TestContext.Current.CancellationToken);
        }

        return appliance!.Machine.Agent;
    }

    public async ValueTask DisposeAsync()
    {
        if (appliance is not null)
        {
            await appliance.DisposeAsync();
        }

        disk?.Dispose();
    }

    private async Task StartAsync(CancellationToken cancel)
    {
        disk = await TestDisk.FlashAsync(ImageBuild.Virt, cancel);
        appliance = Appliance.Virt(disk, "virt-started");
        await appliance.PowerOnWithAgentAsync(cancel);
        await appliance.Machine.Agent.RunAsync(
            "until [ -e /proc/1/root/run/hearth/data ]; do usleep 100000; done", cancel, withinSeconds: Bounds.Boot.TotalSeconds);
    }
}
