using System.Diagnostics;
using System.Text.RegularExpressions;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Hearth.Tests.PowerCut;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>
/// Versions that do not work, written into the other slot and armed as the product does it. However one fails, the version
/// before serves again after so many starts, with everything that was published, and nothing else on the boot partition has changed.
/// </summary>
public sealed partial class BadVersionTests(ClaimedPc claimed)
{
    // The supervisor waits so long for a node that never says a word, and for one that never serves; and a boot and a half.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [EmulatedFact]
    public async Task A_kernel_that_was_corrupted_is_not_started() =>
        await FallsBackAsync("corrupt kernel", starts: 1, "", "", (disk, _) => Corrupt(disk, disk.Layout.KernelB, 12 << 20));

    [EmulatedFact]
    public async Task A_root_that_was_corrupted_panics() =>
        await FallsBackAsync("corrupt root", starts: 2, "", "", (disk, _) => Corrupt(disk, disk.Layout.RootB, 1024));

    [EmulatedFact]
    public async Task A_kernel_that_panics_is_not_started_again() =>
        await FallsBackAsync("kernel panic", starts: 2, "rdinit=/nothing root=/dev/nothing", "");

    [EmulatedFact]
    public async Task An_init_that_hangs_is_ended_by_the_watchdog_of_the_chipset() =>
        await FallsBackAsync("hung init", starts: 2, "", "printf '#!/bin/sh\\nsleep 100000\\n' >usr/lib/hearth/start", machine: Appliance.PcWithChipsetWatchdog);

    [EmulatedFact]
    public async Task A_node_that_crashes_again_and_again_is_given_up() =>
        await FallsBackAsync("crash loop", starts: 2, "", Node("hearth node \\\"\\$@\\\" & sleep 15; kill -9 \\$!"));

    [EmulatedFact]
    public async Task A_node_that_serves_nothing_is_given_up() =>
        await FallsBackAsync("node that serves nothing", starts: 2, "", Node("sleep 100000"));

    [EmulatedFact]
    public async Task Two_power_cuts_during_the_first_start_end_in_the_version_before()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var version = await Version.MakeAsync(cancel);
        using var before = await claimed.BranchAsync(cancel);
        using var armed = await before.EditedAsync(disk => disk.Install(Slot.A, version.Kernel, version.Root), cancel);
        var layout = await armed.LayoutAsync(cancel);
        await using var appliance = Appliance.WatchedPc(armed, "pc-two-cuts");
        var watch = Stopwatch.StartNew();

        // The first goes when GRUB has noted the trial, the second when the version before has mounted its data.
        await appliance.PowerOnAsync(cancel);
        await appliance.Machine.Disk.WaitAsync(layout.Tries, Bounds.Boot, cancel);
        await appliance.Machine.Console.WaitForAsync(Start(), Bounds.Boot, cancel);
        await appliance.CutPowerAsync();
        await appliance.PowerOnAsync(cancel);
        await appliance.Machine.Disk.WaitAsync(layout.Data, Bounds.Boot, cancel);
        await appliance.CutPowerAsync();
        await appliance.PowerOnAsync(cancel);

        await ServesAsync(appliance, "a", cancel);
        Measured.Say($"PC, two power cuts: the version before serves after {watch.Elapsed.TotalSeconds:0.0} s and 3 starts");
        await appliance.CutPowerAsync();
        await AssertOnlyRecordChangedAsync(before, armed, cancel);
    }

    private async Task FallsBackAsync(
        string what, int starts, string arguments, string changeRoot, Action<RawDisk, Version>? damage = null, Func<TestDisk, string, Appliance>? machine = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var version = await Version.MakeAsync(cancel, arguments, changeRoot);
        using var before = await claimed.BranchAsync(cancel);
        using var armed = await before.EditedAsync(
            disk =>
            {
                disk.Install(Slot.A, version.Kernel, version.Root);
                damage?.Invoke(disk, version);
            },
            cancel);
        machine ??= (disk, label) => Appliance.Pc(disk, label);
        await using var appliance = machine(armed, $"pc-bad-{what.Replace(' ', '-')}");

        await appliance.PowerOnAsync(cancel);
        await appliance.Machine.Console.WaitForAsync(StartOfA(), Patience, cancel);
        var back = appliance.Machine.Elapsed;
        await ServesAsync(appliance, "a", cancel);

        Measured.Say($"PC, {what}: the version before is started at {back.TotalSeconds:0.0} s and serves at {appliance.Machine.Elapsed.TotalSeconds:0.0} s");
        var resets = appliance.Machine.Qmp.Events.Snapshot().Count(happened => happened.Name == "RESET");
        Assert.Equal(starts, 1 + resets);
        await appliance.CutPowerAsync();
        await AssertOnlyRecordChangedAsync(before, armed, cancel);
    }

    private async Task ServesAsync(Appliance appliance, string slot, CancellationToken cancel)
    {
        await appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
        using var panel = new PanelClient(appliance.Forward.Panel);
        var status = await panel.StatusAsync(cancel);
        Assert.True(status.GetProperty("claimed").GetBoolean());
        Assert.Equal(slot, status.GetProperty("slot").GetString());
        Assert.Equal(claimed.Content, await Stranger.GetAsync(claimed.Name, $"tcp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));
    }

    private static async Task AssertOnlyRecordChangedAsync(TestDisk before, TestDisk after, CancellationToken cancel)
    {
        byte[] old = [], made = [];
        using var first = await before.EditedAsync(disk => old = disk.BootFiles(), cancel);
        using var second = await after.EditedAsync(disk => made = disk.BootFiles(), cancel);
        Assert.True(old.AsSpan().SequenceEqual(made), "more of the boot partition has changed than the boot record");
    }

    private static void Corrupt(RawDisk disk, Extent partition, int at)
    {
        Span<byte> piece = stackalloc byte[512];
        disk.At(partition).Read(at, piece);
        piece[100] ^= 1;
        disk.At(partition).Write(at, piece);
    }

    // A node that is a shell script: the rest of its line is the node's own.
    private static string Node(string script) =>
        $"printf '%s\\n' '#!/bin/sh' \"{script}\" >usr/lib/hearth/bad-node && chmod 755 usr/lib/hearth/bad-node && sed -i 's,confine node hearth node,confine node /usr/lib/hearth/bad-node,' usr/lib/hearth/serve && grep -q bad-node usr/lib/hearth/serve";

    [GeneratedRegex(@"^Hearth: slot [ab] \(")]
    private static partial Regex Start();

    [GeneratedRegex(@"^Hearth: slot a \(good\)")]
    private static partial Regex StartOfA();
}
