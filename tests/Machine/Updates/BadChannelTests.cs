using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hearth.Release.Signing;
using Hearth.Tests.Machine.Light;
using Hearth.Tests.PowerCut;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>
/// Channels that are bad in one way each. The owner of one appliance tells it to install what each has: it names what is wrong
/// in one line, serves as before, has not restarted, and has touched nothing but the slot that is not running. What is bad
/// ends with its test: the same appliance then takes a good update, though its data partition is full.
/// </summary>
[TestCaseOrderer(typeof(WrittenOrder))]
public sealed class BadChannelTests(UpdatedPc pc) : IClassFixture<UpdatedPc>
{
    private static readonly JsonElement PanelWords =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(TestOutput.Root, "appliance/Web/Page/words.en.json"))).RootElement;

    [EmulatedFact]
    public async Task A_channel_that_somebody_else_signed_is_not_trusted()
    {
        await pc.ReadyAsync(Cancel);
        Serve(PublishedChannel.Create(pc.NewFolder(), pc.NewFolder(), UpdatedPc.Signed));
        await RefusesAsync("wrong signature, another's key", "WrongKey", "no key of its role has signed it");
    }

    [EmulatedFact]
    public async Task Metadata_that_was_changed_after_it_was_signed_is_not_trusted()
    {
        await pc.ReadyAsync(Cancel);
        var changed = Encoding.UTF8.GetString(pc.Channel.Timestamp).Replace("\"version\":", "\"version\":1", StringComparison.Ordinal);
        pc.Server.Instead[PublishedChannel.TimestampPath] = Encoding.UTF8.GetBytes(changed);
        await RefusesAsync("wrong signature, changed", "TooFewSignatures", "keys of its role have signed it");
    }

    // It expires before the appliance's clock says so: that it is later, it knows from what it has verified.
    [EmulatedFact]
    public async Task Expired_metadata_is_refused_also_where_the_clock_is_behind()
    {
        await pc.ReadyAsync(Cancel);
        await pc.LookAsync(Cancel);
        var frozen = pc.Channel.Fork(pc.NewFolder());
        var expiry = UpdatedPc.Signed.AddDays(-1);
        Assert.True(expiry > DateTimeOffset.UtcNow.AddDays(20));
        frozen.Sign(expiry - Role.Timestamp.Lifetime);
        Serve(frozen);
        await RefusesAsync("expired metadata", "Expired", $"it expired at {expiry:yyyy-MM-dd}");
    }

    [EmulatedFact]
    public async Task Metadata_of_yesterday_is_not_taken_for_that_of_today()
    {
        await pc.ReadyAsync(Cancel);
        var yesterday = pc.Channel.Timestamp;
        pc.Channel.Sign(UpdatedPc.Signed);
        await pc.LookAsync(Cancel);
        pc.Server.Instead[PublishedChannel.TimestampPath] = yesterday;
        await RefusesAsync("older metadata replayed", "TimestampRollback", "is trusted");
    }

    [EmulatedFact]
    public async Task An_older_version_is_not_installed_though_it_is_signed()
    {
        await pc.ReadyAsync(Cancel);
        await SayingAsync("version", "0.1.0", "0.1.2", () => RefusesAsync("older version", "Older", "stable has 0.1.0, here runs 0.1.1"));
    }

    [EmulatedFact]
    public async Task A_version_for_another_board_is_not_installed_though_it_is_signed()
    {
        await pc.ReadyAsync(Cancel);
        await SayingAsync("board", "qemu/virt-arm64", "generic/pc-x86-64", () => RefusesAsync("wrong board", "WrongBoard", "is for qemu/virt-arm64, and this is generic/pc-x86-64"));
    }

    [EmulatedFact]
    public async Task A_stream_that_always_breaks_off_leaves_the_running_version_alone()
    {
        await pc.ReadyAsync(Cancel);
        pc.Server.BreaksOff = "/chunks/";
        await RefusesAsync("truncated stream", "BrokenOff", "breaks off", writes: true);
    }

    [EmulatedFact]
    public async Task Chunks_that_are_not_what_their_names_say_are_not_kept()
    {
        await pc.ReadyAsync(Cancel);
        pc.Server.LiesAbout = "/chunks/";
        await RefusesAsync("chunk server that lies", "WrongObject", "is not what its name says", writes: true);
    }

    [EmulatedFact]
    public async Task With_a_full_data_partition_a_good_update_is_taken_and_everything_kept()
    {
        await pc.ReadyAsync(Cancel);
        var files = await FillAsync();
        var (resets, asked) = (Resets, pc.Appliance.Machine.Elapsed);

        await pc.InstallAsync(Cancel);
        var end = await pc.Panel.FollowUpdateAsync(update => update.GetProperty("history").GetArrayLength() > 0 || Is(update, "failed"), Bounds.Update, Cancel);

        Measured.Say($"PC, full data partition: 0.1.2 confirmed {(pc.Appliance.Machine.Elapsed - asked).TotalSeconds:0.0} s after it was asked for, {end.GetProperty("fetchedBytes").GetInt64() / 1e6:0.0} MB fetched, {files.Count} files kept, 1 restart");
        Assert.True(end.GetProperty("running").GetString() == "0.1.2", $"{end}");
        Assert.Equal("confirmed", end.GetProperty("history")[0].GetProperty("outcome").GetString());
        Assert.Equal(1, Resets - resets);
        await ServesAsync("b");
        foreach (var (name, content) in files)
        {
            Assert.Equal(content, await GetAsync(name));
        }

        await pc.Appliance.CutPowerAsync();
        byte[] after = [];
        using var ended = await pc.Disk.EditedAsync(
            raw =>
            {
                Assert.Equal((Slot.B, SlotState.Proven, SlotState.Proven), (raw.Record.Read().First, raw.Record.Read().A, raw.Record.Read().B));
                after = raw.BootFiles();
            },
            Cancel);
        Assert.True(pc.BootFiles.AsSpan().SequenceEqual(after), "more of the boot partition has changed than the boot record");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Resets => pc.Appliance.Machine.Qmp.Events.Snapshot().Count(happened => happened.Name == "RESET");

    private static bool Is(JsonElement update, string phase) => update.GetProperty("phase").GetString() == phase;

    private void Serve(PublishedChannel other)
    {
        foreach (var (path, content) in other.Metadata)
        {
            pc.Server.Instead[path] = content;
        }
    }

    // The channel's owner signs something wrong, and then what was there before.
    private async Task SayingAsync(string field, string wrong, string right, Func<Task> test)
    {
        pc.Channel.Describe(field, wrong, UpdatedPc.Signed);
        try
        {
            await test();
        }
        finally
        {
            pc.Channel.Describe(field, right, UpdatedPc.Signed);
        }
    }

    private async Task RefusesAsync(string what, string fault, string detail, bool writes = false)
    {
        var machine = pc.Appliance.Machine;
        var (resets, from, asked) = (Resets, machine.Disk.Seen.Count, machine.Elapsed);

        var end = await pc.InstallAsync(Cancel);

        var seconds = (machine.Elapsed - asked).TotalSeconds;
        var said = end.GetProperty("detail").GetString()!;
        await ServesAsync("a");
        Measured.Say($"PC, {what}: refused {seconds:0.0} s after it was asked for, serving at {(machine.Elapsed - asked).TotalSeconds:0.0} s, {Resets - resets} restarts: {end.GetProperty("fault").GetString()}, {said}");
        Assert.True(end.GetProperty("fault").GetString() == fault, $"{end}");
        Assert.Contains(detail, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
        Assert.True(PanelWords.TryGetProperty($"updates.fault.{fault}", out _), $"the panel has no words for {fault}");
        Assert.Equal("0.1.1", end.GetProperty("running").GetString());
        Assert.Equal(resets, Resets);
        AssertWritten(machine.Disk.Seen.Snapshot().Skip(from), writes);
    }

    // Nothing of the boot partition but the record, nothing of what runs; and all of that only where the other slot is written.
    private void AssertWritten(IEnumerable<Extent> writes, bool isOtherSlotWritten)
    {
        var layout = pc.Layout;
        Extent[] allowed = isOtherSlotWritten ? [layout.Data, layout.KernelB, layout.RootB, layout.Copy1, layout.Copy2] : [layout.Data];
        Assert.DoesNotContain(writes, write => !allowed.Any(part => write.Offset >= part.Offset && write.End <= part.End));
        Assert.Equal(isOtherSlotWritten, writes.Any(write => layout.KernelB.Holds(write.Offset)));
        Assert.Equal(isOtherSlotWritten, writes.Any(write => layout.Copy1.Holds(write.Offset)) && writes.Any(write => layout.Copy2.Holds(write.Offset)));
    }

    private async Task ServesAsync(string slot)
    {
        await pc.Appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, Cancel);
        var status = await pc.Panel.StatusAsync(Cancel);
        Assert.Equal(("/p/alice", slot), (status.GetProperty("namespace").GetString(), status.GetProperty("slot").GetString()));
        Assert.Equal(pc.Content, await GetAsync("garden.jpg"));
    }

    private Task<byte[]> GetAsync(string file) => Stranger.GetAsync($"/p/alice/{file}", $"tcp4://127.0.0.1:{pc.Appliance.Forward.Ndn}", Cancel);

    // The owner publishes until nothing more fits: large files, and then small ones.
    private async Task<IReadOnlyList<(string Name, byte[] Content)>> FillAsync()
    {
        var watch = Stopwatch.StartNew();
        var files = new List<(string Name, byte[] Content)>();
        foreach (var size in (int[])[4 << 20, 256 << 10])
        {
            while (true)
            {
                var (name, content) = ($"full-{files.Count}.bin", RandomNumberGenerator.GetBytes(size));
                using var answer = await pc.Panel.TryPublishAsync(name, content, Cancel);
                if (answer.StatusCode == HttpStatusCode.InsufficientStorage)
                {
                    Assert.Contains("The card is full", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
                    break;
                }

                answer.EnsureSuccessStatusCode();
                files.Add((name, content));
            }
        }

        Measured.Say($"PC, full data partition: {files.Sum(file => (long)file.Content.Length) / 1e6:0.0} MB published in {watch.Elapsed.TotalSeconds:0.0} s until the card was full");
        return files;
    }
}
