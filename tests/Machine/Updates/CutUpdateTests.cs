using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.PowerCut;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>
/// What a power cut leaves of the update that <see cref="RecordedUpdateTests"/> recorded: the image's own GRUB decides every state
/// of the boot record, and whole PCs start from some of the disks, of every phase.
/// </summary>
public sealed partial class CutUpdateTests
{
    private const int Seed = 20261120;

    /// <summary>Emulated PCs at a time: one processor each.</summary>
    private const int AtATime = 2;

    private static readonly string Folder = Path.Combine(TestOutput.Out, "machine", "update");

    private static readonly int Starts = int.Parse(
        Environment.GetEnvironmentVariable("HEARTH_STARTS") is { Length: > 0 } starts ? starts : "48", CultureInfo.InvariantCulture);

    [EmulatedFact(Timeout = EmulatedFactAttribute.LongBound)]
    public async Task The_images_own_GRUB_decides_every_state_of_the_boot_record_as_the_product_expects()
    {
        var cancel = TestContext.Current.CancellationToken;
        var states = StatesOfRecord();
        var (seconds, faults) = (0.0, new List<string>());
        foreach (var chunk in states.Chunk(StatesDisk.Most))
        {
            var disk = new StatesDisk(chunk, await File.ReadAllBytesAsync(ImageBuild.Pc.PathOf("boot/BOOTX64.EFI"), cancel));
            var folder = Directory.CreateTempSubdirectory("states");
            try
            {
                var image = Path.Combine(folder.FullName, "disk.raw");
                await File.WriteAllBytesAsync(image, disk.Bytes(), cancel);
                await using var machine = await EmulatedMachine.StartAsync(
                    new() { Hardware = Hardware.PcWithRawDisk, Label = "pc-states", Disk = image, Boot = [.. Appliance.UefiArguments(folder.FullName)] }, cancel);
                seconds += (await machine.Console.WaitForAsync(AllDecided(), TimeSpan.FromMilliseconds(EmulatedFactAttribute.LongBound), cancel)).At.TotalSeconds;
                var said = string.Join('\n', machine.Console.Lines.Snapshot().Select(line => line.Text));
                await machine.CutPowerAsync();
                faults.AddRange(disk.Differences(await File.ReadAllBytesAsync(image, cancel), said));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        Measured.Say($"PC, power cuts: the image's own GRUB decided {states.Count} states of the boot record in {seconds:0.0} s, {states.Count - faults.Count} as expected");
        Assert.Empty(faults);
        Assert.True(states.Count > 0);
    }

    [EmulatedFact(Timeout = EmulatedFactAttribute.LongBound)]
    public async Task Wherever_the_power_was_cut_a_PC_serves_what_was_published()
    {
        var cancel = TestContext.Current.CancellationToken;
        var update = RecordedUpdate.Of(Folder);
        var chosen = Choose(update);
        using var free = new SemaphoreSlim(AtATime);
        ConcurrentBag<string> faults = [];
        List<Task> running = [];
        var (disk, check) = Replayed(update);
        var (number, watch) = (0, System.Diagnostics.Stopwatch.StartNew());

        foreach (var phase in new PowerCuts(disk, Seed, update.Layout.Boot).States(check.Heard(update.Log)))
        {
            if (!chosen.Contains(number++))
            {
                continue;
            }

            await free.WaitAsync(cancel);
            var start = new Start(
                $"{running.Count + 1}, {phase}", await TestDisk.HoldingAsync(disk.Contents, cancel), check.State.Expected, [.. check.Acknowledged]);
            running.Add(BootAsync(start, faults, free, cancel));
        }

        await Task.WhenAll(running);
        Measured.Say($"PC, power cuts: {running.Count} disks started in {watch.Elapsed.TotalSeconds:0} s, {AtATime} at a time, of {number} crash points");
        Measured.Say($"{running.Count} crash points booted whole, {running.Count - faults.Count} passed");
        Assert.Empty(faults);
        Assert.Equal(Starts, running.Count);
    }

    private static async Task BootAsync(Start start, ConcurrentBag<string> faults, SemaphoreSlim free, CancellationToken cancel)
    {
        try
        {
            using var disk = start.Disk;
            await using var appliance = Appliance.Pc(disk, $"pc-cut-{start.Name.Split(',')[0]}");
            using var panel = new PanelClient(appliance.Forward.Panel);
            await appliance.PowerOnAsync(cancel);
            var status = await panel.FollowAsync(IsClaimed, Bounds.Update, cancel);
            var serves = appliance.Machine.Elapsed;
            Assert.Equal($"{start.Expected.Started}", status.GetProperty("slot").GetString(), ignoreCase: true);
            foreach (var name in start.Acknowledged)
            {
                var published = await File.ReadAllBytesAsync(Path.Combine(Folder, Path.GetFileName(name)), cancel);
                Assert.Equal(published, await Stranger.GetAsync(name, $"tcp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));
            }

            Measured.Say($"PC, power cut {start.Name}: slot {start.Expected.Started} ({start.Expected.Reason}) serves {start.Acknowledged.Count} files after {serves.TotalSeconds:0.0} s");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Measured.Say($"PC, power cut {start.Name}: {fault.Message}");
            faults.Add($"{start.Name}: {fault.Message}");
        }
        finally
        {
            free.Release();
        }
    }

    // As many of each phase, spread over it.
    private static HashSet<int> Choose(RecordedUpdate update)
    {
        var (disk, check) = Replayed(update);
        var phases = new PowerCuts(disk, Seed, update.Layout.Boot).States(check.Heard(update.Log)).Index().GroupBy(state => state.Item, state => state.Index).ToList();
        var random = new Random(Seed);
        HashSet<int> chosen = [];
        foreach (var (place, phase) in phases.Index())
        {
            var (all, share) = (phase.ToList(), ((Starts * (place + 1)) / phases.Count) - (Starts * place / phases.Count));
            for (var part = 0; part < share; part++)
            {
                var (from, to) = (all.Count * part / share, all.Count * (part + 1) / share);
                chosen.Add(all[random.Next(from, Math.Max(to, from + 1))]);
            }
        }

        return chosen;
    }

    private static List<RecordState> StatesOfRecord()
    {
        var update = RecordedUpdate.Of(Folder);
        var (disk, check) = Replayed(update);
        Dictionary<object, RecordState> states = [];
        foreach (var _ in new PowerCuts(disk, Seed, update.Layout.Boot).States(check.Heard(update.Log)))
        {
            if (!states.ContainsKey(check.StateFingerprint))
            {
                states.Add(check.StateFingerprint, check.State);
            }
        }

        return [.. states.Values.DistinctBy(state => state.Identity)];
    }

    private static (ReplayedDisk Disk, CrashCheck Check) Replayed(RecordedUpdate update)
    {
        ReplayedDisk disk = new(update.Before.ToArray(), CrashCheck.Regions(update.Layout));
        return (disk, new(update.Layout, disk));
    }

    private static bool IsClaimed(JsonElement status) => status.GetProperty("claimed").GetBoolean();

    [GeneratedRegex($"^{StatesDisk.Finished}")]
    private static partial Regex AllDecided();

    private sealed record Start(string Name, TestDisk Disk, BootChoice Expected, IReadOnlyList<string> Acknowledged);
}
