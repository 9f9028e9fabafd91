using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Hearth.Tests.Machine.Network;
using Hearth.Tests.PowerCut;
using Hearth.Tests.Updating;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>
/// Records what a machine writes from being asked for an update to its confirmation, for the power cuts of tests/PowerCut and
/// of <see cref="CutUpdateTests"/>: <c>out/machine/update</c> holds the disk as it was before, the recording, what was
/// acknowledged when, and what was published.
/// </summary>
public sealed class RecordedUpdateTests : IDisposable
{
    /// <summary>As small as makes a data partition with copies of its superblock, so that it is soon checked a thousand times.</summary>
    private const long DiskSize = 512L << 20;

    private readonly DirectoryInfo channel = Directory.CreateTempSubdirectory("update");
    private readonly string folder = Directory.CreateDirectory(Path.Combine(TestOutput.Out, "machine", "update")).FullName;
    private readonly List<string> marks = [];

    [EmulatedFact(Timeout = EmulatedFactAttribute.LongBound)]
    public async Task A_whole_update_is_recorded_and_touches_nothing_but_slot_record_and_data()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var server = new FolderServer(Path.Combine(channel.FullName, "channels"));
        // The router of QEMU's network leads to this machine.
        await OwnedProcess.RunAsync([Script, channel.FullName, server.Url.Replace("127.0.0.1", "10.0.2.2", StringComparison.Ordinal)], cancel);
        var cable = new HostForward();
        using var panel = new PanelClient(cable.Panel);
        using var disk = await ClaimedAsync(cable, panel, cancel);
        File.Move(await disk.ToRawAsync(cancel), Before, overwrite: true);

        await using (var appliance = Appliance.RecordedPc(disk, "pc-recorded", cable, Log))
        {
            await appliance.PowerOnAsync(cancel);
            await appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
            await UpdatedAsync(appliance, panel, cancel);
            await appliance.CutPowerAsync();
        }

        await File.WriteAllLinesAsync(Path.Combine(folder, "marks"), marks, cancel);
        using var after = await disk.EditedAsync(AssertOnlyRecordChanged, cancel);
    }

    public void Dispose() => channel.Delete(recursive: true);

    private static string Script => Path.Combine(TestOutput.Root, "tests", "Machine", "Updates", "make-update");

    private string Log => Path.Combine(folder, "writes.log");

    private string Before => Path.Combine(folder, "disk.raw");

    private async Task<TestDisk> ClaimedAsync(HostForward cable, PanelClient panel, CancellationToken cancel)
    {
        using var factory = await TestDisk.FlashAsync(ImageBuild.Pc, cancel, DiskSize);
        var disk = await factory.EditedAsync(
            raw => raw.Flash(Slot.A, Path.Combine(channel.FullName, "old", "kernel.ext2"), Path.Combine(channel.FullName, "old", "root.erofs")), cancel);
        await using var appliance = Appliance.Pc(disk, "pc-small", cable);
        await appliance.PowerOnAsync(cancel);
        var light = appliance.Machine.Light;
        await light.ShowsAsync(Rhythm.Unclaimed, Bounds.Boot, cancel);
        await appliance.Machine.TapAsync(cancel);
        await light.ShowsAsync(Rhythm.Pairing, Bounds.Answer, cancel);
        await panel.ClaimAsync("alice", cancel);
        await PublishAsync(panel, "garden.jpg", cancel);
        await light.ShowsAsync(Rhythm.Serving, Bounds.Answer, cancel);
        await appliance.CutPowerAsync();
        return disk;
    }

    // The owner publishes before, while the slot is written, and while the new version is on trial.
    private async Task UpdatedAsync(Appliance appliance, PanelClient panel, CancellationToken cancel)
    {
        var layout = await appliance.Disk.LayoutAsync(cancel);
        Mark($"{RecordedUpdate.Acknowledged}/p/alice/garden.jpg");
        Mark(RecordedUpdate.Asked);
        var asked = appliance.Machine.Elapsed;
        await panel.InstallUpdateAsync(cancel);
        await appliance.Machine.Disk.WaitAsync(layout.RootB, Bounds.Update, cancel);
        await PublishAsync(panel, "while-writing.jpg", cancel);
        Mark($"{RecordedUpdate.Acknowledged}/p/alice/while-writing.jpg");
        await panel.FollowUpdateAsync(update => HasEnded(update) || update.GetProperty("running").GetString() == "0.1.2", Bounds.Update, cancel);
        var served = appliance.Machine.Elapsed;
        await PublishAsync(panel, "on-trial.jpg", cancel);
        Mark($"{RecordedUpdate.Acknowledged}/p/alice/on-trial.jpg");
        var end = await panel.FollowUpdateAsync(HasEnded, Bounds.Update, cancel);
        Assert.True(end.GetProperty("running").GetString() == "0.1.2" && !end.GetProperty("unproven").GetBoolean(), $"{end}");
        Measured.Say($"PC, recorded update: served by the new version after {(served - asked).TotalSeconds:0.0} s, confirmed after {(appliance.Machine.Elapsed - asked).TotalSeconds:0.0} s, {EntriesOf(Log)} writes and flushes");
    }

    private async Task PublishAsync(PanelClient panel, string name, CancellationToken cancel)
    {
        var content = RandomNumberGenerator.GetBytes(20_000);
        await File.WriteAllBytesAsync(Path.Combine(folder, name), content, cancel);
        await panel.PublishAsync(name, content, cancel);
    }

    private void AssertOnlyRecordChanged(RawDisk after)
    {
        Assert.Equal(new(4, Slot.B, SlotState.Proven, SlotState.Proven), after.Record.Read());
        using var before = new RawDisk(Before);
        var (old, made) = (before.BootFiles(), after.BootFiles());
        Assert.True(old.AsSpan().SequenceEqual(made), "more of the boot partition has changed than the boot record");
        Measured.Say($"PC, recorded update: the boot partition's {old.Length} bytes are as before, all but the boot record");
    }

    private void Mark(string what) => marks.Add($"{EntriesOf(Log)} {what}");

    // Tried and judged, or not even written.
    private static bool HasEnded(JsonElement update) =>
        update.GetProperty("history").GetArrayLength() > 0 || update.GetProperty("phase").GetString() is "failed" or "nothing";

    // The recording's head says how many: dm-log-writes, the number behind magic and version.
    private static ulong EntriesOf(string log)
    {
        using var file = File.OpenHandle(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> head = stackalloc byte[24];
        RandomAccess.Read(file, head, 0);
        return BinaryPrimitives.ReadUInt64LittleEndian(head[16..]);
    }
}
