using System.Buffers.Binary;
using System.Security.Cryptography;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Hearth.Tests.Machine.Network;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>
/// Records what a machine writes from the first start of a new version to its confirmation, for the power cuts of
/// tests/PowerCut: <c>out/machine/trial</c> holds the disk as it was before, the recording, and what was acknowledged when.
/// </summary>
public sealed class RecordedTrialTests
{
    /// <summary>As small as makes a data partition with copies of its superblock, so that it is soon checked a thousand times.</summary>
    private const long DiskSize = 512L << 20;

    [EmulatedFact]
    public async Task The_first_start_of_a_version_and_its_confirmation_are_recorded()
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Directory.CreateDirectory(Path.Combine(TestOutput.Out, "machine", "trial")).FullName;
        var log = Path.Combine(folder, "writes.log");
        var cable = new HostForward();
        using var panel = new PanelClient(cable.Panel);
        using var claimed = await ClaimedAsync(cable, panel, cancel);
        using var armed = await claimed.EditedAsync(
            disk => disk.Install(Slot.A, ImageBuild.Pc.PathOf("slot/kernel.ext2"), ImageBuild.Pc.PathOf("root/root.erofs")), cancel);
        File.Move(await armed.ToRawAsync(cancel), Path.Combine(folder, "disk.raw"), overwrite: true);

        await using (var appliance = Appliance.RecordedPc(armed, "pc-recorded", cable, log))
        {
            await appliance.PowerOnAsync(cancel);
            var serving = await appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
            Assert.Equal("b", (await panel.StatusAsync(cancel)).GetProperty("slot").GetString());
            await panel.PublishAsync("trial.jpg", RandomNumberGenerator.GetBytes(20_000), cancel);
            await File.WriteAllLinesAsync(
                Path.Combine(folder, "acknowledged"), ["0 /p/alice/garden.jpg", $"{EntriesOf(log)} /p/alice/trial.jpg"], cancel);
            await ConfirmedAsync(appliance, panel, cancel);
            Measured.Say($"PC, trial: serving at {serving.Since.TotalSeconds:0.0} s, confirmed at {appliance.Machine.Elapsed.TotalSeconds:0.0} s, {EntriesOf(log)} writes and flushes");
        }

        using var after = await armed.EditedAsync(disk => Assert.Equal(new(4, Slot.B, SlotState.Proven, SlotState.Proven), disk.Record.Read()), cancel);
    }

    private static async Task<TestDisk> ClaimedAsync(HostForward cable, PanelClient panel, CancellationToken cancel)
    {
        var disk = await TestDisk.FlashAsync(ImageBuild.Pc, cancel, DiskSize);
        await using var appliance = Appliance.Pc(disk, "pc-small", cable);
        await appliance.PowerOnAsync(cancel);
        await appliance.ClaimAsync(panel, "alice", cancel);
        await panel.PublishAsync("garden.jpg", RandomNumberGenerator.GetBytes(40_000), cancel);
        await appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Answer, cancel);
        await appliance.CutPowerAsync();
        return disk;
    }

    // Both copies of the record are written, and the panel answers once more.
    private static async Task ConfirmedAsync(Appliance appliance, PanelClient panel, CancellationToken cancel)
    {
        var layout = await appliance.Disk.LayoutAsync(cancel);
        await appliance.Machine.Disk.WaitAsync(layout.Copy1, Bounds.Boot, cancel);
        await appliance.Machine.Disk.WaitAsync(layout.Copy2, Bounds.Boot, cancel);
        await panel.StatusAsync(cancel);
    }

    // The recording's head says how many: dm-log-writes, the number behind magic and version.
    private static ulong EntriesOf(string log)
    {
        using var file = File.OpenHandle(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> head = stackalloc byte[24];
        RandomAccess.Read(file, head, 0);
        return BinaryPrimitives.ReadUInt64LittleEndian(head[16..]);
    }
}
