using Xunit;

namespace Hearth.Tests.Machine.Images;

/// <summary>The tests' hands inside: that they hold the shipped system, and are no part of it.</summary>
public sealed class AgentTests
{
    [EmulatedFact]
    public Task The_agent_stands_beside_the_verified_root_of_the_ARM64_image() => StandsBesideAsync(ImageBuild.Virt, disk => Appliance.Virt(disk, "virt-agent"));

    [EmulatedFact]
    public Task The_agent_stands_beside_the_verified_root_of_the_PC_image() => StandsBesideAsync(ImageBuild.Pc, disk => Appliance.Pc(disk, "pc-agent"));

    private static async Task StandsBesideAsync(ImageBuild image, Func<TestDisk, Appliance> assemble)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await TestDisk.FlashAsync(image, cancel);
        await using var appliance = assemble(disk);
        await appliance.PowerOnWithAgentAsync(cancel);
        Measured.Say($"{image.Board}: kernel to agent {appliance.Machine.Elapsed.TotalSeconds:0.0} s");
        var agent = appliance.Machine.Agent;

        // The root is there when init runs; until then the agent waits, not the test.
        await agent.RunAsync("until [ -e /proc/1/root/run/hearth ]; do usleep 100000; done", cancel, withinSeconds: 120);

        Assert.Contains("/dev/dm-0 / erofs ro", await agent.RunAsync("cat /proc/1/mounts", cancel), StringComparison.Ordinal);
        Assert.Equal("1", await agent.RunAsync("cat /sys/block/dm-0/ro", cancel));
        Assert.Contains(" verity 1 ", await agent.RunAsync("chroot /proc/1/root dmsetup table root", cancel), StringComparison.Ordinal);
        Assert.Equal(image.KernelRelease, await agent.RunAsync("uname -r", cancel));
        var (code, said) = await agent.TryRunAsync("touch /proc/1/root/usr/x", cancel);
        Assert.NotEqual(0, code);
        Assert.Contains("Read-only", said, StringComparison.Ordinal);
        Assert.Equal("", await agent.RunAsync("find /proc/1/root/ -xdev -name '*agent*' -type f", cancel));
    }
}
