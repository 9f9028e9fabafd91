using System.Text.Json.Nodes;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>Cards: a second one from the same image beside the first, and power that goes while the first start makes the first one its own.</summary>
public sealed class CardTests(ClaimedPc claimed)
{
    private const int DataPartition = 6;
    private const long Sector = 512;

    [EmulatedFact]
    public async Task A_second_card_from_the_same_image_is_left_alone()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await claimed.BranchAsync(cancel);
        using var second = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        await using var appliance = Appliance.Pc(disk, "pc-second-card", devices: SecondDisk(second));

        await appliance.PowerOnAsync(cancel);
        await appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
        Assert.Equal(claimed.Content, await Stranger.GetAsync(claimed.Name, $"tcp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));
        await appliance.CutPowerAsync();

        await AssertUntouchedAsync(second, cancel);
    }

    [EmulatedFact]
    public async Task Of_two_cards_fresh_from_the_image_the_one_that_was_booted_becomes_the_appliance()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        using var second = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        var fromImage = await disk.PartitionIdAsync(DataPartition, cancel);
        await using var appliance = Appliance.Pc(disk, "pc-two-fresh", devices: SecondDisk(second));

        await appliance.PowerOnAsync(cancel);
        await appliance.Machine.Light.ShowsAsync(Rhythm.Unclaimed, Bounds.Boot, cancel);
        await appliance.CutPowerAsync();

        Assert.NotEqual(fromImage, await disk.PartitionIdAsync(DataPartition, cancel));
        await AssertUntouchedAsync(second, cancel);
    }

    [EmulatedTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_power_cut_while_the_first_start_makes_the_data_partition_is_made_good_by_the_next(int writes)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        var (first, _) = await disk.PartitionAsync(DataPartition, cancel);
        await using var appliance = Appliance.Pc(disk, $"pc-growth-{writes}");
        await appliance.PowerOnAsync(cancel);
        for (var write = 0; write < writes; write++)
        {
            await WriteBehindAsync(appliance.Machine, first * Sector, cancel);
        }

        var cut = appliance.Machine.Elapsed;
        await appliance.CutPowerAsync();
        await appliance.PowerOnAsync(cancel);
        var unclaimed = await appliance.Machine.Light.ShowsAsync(Rhythm.Unclaimed, Bounds.Boot, cancel);
        Measured.Say($"PC, power cut at {cut.TotalSeconds:0.0} s of the first start; the next: unclaimed at {unclaimed.Since.TotalSeconds:0.0} s");

        await appliance.Machine.TapAsync(cancel);
        await appliance.Machine.Light.ShowsAsync(Rhythm.Pairing, Bounds.Answer, cancel);
        using var panel = new PanelClient(appliance.Forward.Panel);
        await panel.ClaimAsync("alice", cancel);
        await panel.PublishAsync("first.txt", claimed.Content, cancel);
        await appliance.CutPowerAsync();
        var (_, count) = await disk.PartitionAsync(DataPartition, cancel);
        // All but the second copy of the table and what aligning to a MiB costs.
        Assert.InRange((first + count) * Sector, TestDisk.Size - (2 << 20), TestDisk.Size);
    }

    private static IReadOnlyList<string> SecondDisk(TestDisk disk) =>
        ["-drive", $"if=none,id=second,file={disk.Path},format=qcow2", "-device", "ide-hd,drive=second,bus=ide.3"];

    private static async Task AssertUntouchedAsync(TestDisk second, CancellationToken cancel) =>
        await OwnedProcess.RunAsync(["qemu-img", "compare", "-f", "qcow2", "-F", "raw", second.Path, ImageBuild.Pc.Disk], cancel);

    /// <summary>Waits for the next write behind an offset of the disk.</summary>
    private static async Task WriteBehindAsync(EmulatedMachine machine, long offset, CancellationToken cancel)
    {
        var before = machine.Qmp.Events.Count;
        var disks = await machine.Qmp.ExecuteAsync("query-block", cancel);
        var node = disks.EnumerateArray().Single(disk => disk.GetProperty("device").GetString() == "disk").GetProperty("inserted").GetProperty("node-name").GetString();
        await machine.Qmp.ExecuteAsync("block-set-write-threshold", cancel, new JsonObject { ["node-name"] = node, ["write-threshold"] = offset });
        await machine.Qmp.Events.WaitAsync(happened => happened.Name == "BLOCK_WRITE_THRESHOLD", "write", Bounds.Boot, cancel, before);
    }
}
