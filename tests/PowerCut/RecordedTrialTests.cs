using Xunit;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// One update from its first write to its confirmation: installed by the product's own writing, then what a real kernel,
/// GRUB, supervisor and node wrote when they started it, as QEMU's blklogwrites recorded it.
/// </summary>
public sealed class RecordedTrialTests
{
    private const int Seed = 20261120;

    private static readonly string[] Phases = ["boot record", "slot writing", "GRUB's own write", "first start", "confirmation"];

    [Fact]
    public void Wherever_the_power_is_cut_in_a_recorded_update_a_whole_slot_starts_and_what_was_published_is_there() =>
        CutEverywhere(RecordedTrial.Kept());

    [Fact]
    public void A_disk_that_forgets_to_flush_loses_what_was_published_or_the_slot_and_that_is_noticed() =>
        Assert.True(IsNoticed(log => log.Where(entry => !entry.Flushes)));

    [Fact]
    public void A_boot_record_that_arrives_before_its_slot_is_noticed() => Assert.True(IsNoticed(WrongOrder.Of));

    /// <summary>The same for the recording in the folder <c>HEARTH_TRIAL</c>; <c>HEARTH_KEEP=1</c> makes it the one that is kept.</summary>
    [Fact(Explicit = true)]
    public void Wherever_the_power_is_cut_in_an_update_recorded_anew_a_whole_slot_starts_and_what_was_published_is_there()
    {
        var trial = RecordedTrial.Of(Environment.GetEnvironmentVariable("HEARTH_TRIAL")!);
        CutEverywhere(trial);
        if (Environment.GetEnvironmentVariable("HEARTH_KEEP") == "1")
        {
            trial.Keep();
        }
    }

    private static void CutEverywhere(RecordedTrial trial)
    {
        var layout = trial.Layout;
        var (before, log) = Installed(trial);
        ReplayedDisk disk = new(before.ToArray(), CrashCheck.Regions(layout));
        CrashCheck check = new(layout, disk);
        SortedDictionary<string, int> points = [];
        List<string> faults = [];
        Dictionary<object, RecordState> decisions = [];
        var heard = check.Heard(log);
        foreach (var phase in new PowerCuts(disk, Seed, layout.Boot).States(WrongOrder.IsAskedFor ? WrongOrder.Of(heard) : heard))
        {
            points[phase] = points.GetValueOrDefault(phase) + 1;
            if (check.Fault() is { } fault)
            {
                faults.Add($"{phase}: {fault}");
            }

            if (!decisions.ContainsKey(check.StateFingerprint))
            {
                decisions.Add(check.StateFingerprint, check.State);
            }
        }

        AssertDecidedByGrub(decisions.Values);
        AssertOnlyRecordChanged(layout, before, disk.Contents);
        Say(string.Join(", ", points.Select(phase => $"{phase.Value} in {phase.Key}")));
        Say($"{points.Values.Sum()} crash points, {points.Values.Sum() - faults.Count} passed");
        Assert.Empty(faults);
        Assert.All(Phases, phase => Assert.True(points.GetValueOrDefault(phase) >= 100, $"{points.GetValueOrDefault(phase)} in {phase}"));
        Assert.True(points.Values.Sum() >= 1000);
    }

    private static void AssertDecidedByGrub(IReadOnlyCollection<RecordState> states)
    {
        using var loader = new BootLoader();
        var (decided, differences) = loader.Decide(states);
        Say($"GRUB decided {decided} states of the boot record, {decided - differences.Count} as expected");
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static void AssertOnlyRecordChanged(DiskLayout layout, byte[] before, byte[] after)
    {
        var (old, made) = (layout.BootFiles(before), layout.BootFiles(after));
        Assert.True(old.AsSpan().SequenceEqual(made), "more of the boot partition has changed than the boot record");
        Say($"{old.Length - layout.Copy1.Length - layout.Copy2.Length - layout.Tries.Length} bytes of the boot partition, all but the boot record, are as before");
    }

    private static bool IsNoticed(Func<IEnumerable<LogEntry>, IEnumerable<LogEntry>> change)
    {
        var trial = RecordedTrial.Kept();
        var (before, log) = Installed(trial);
        ReplayedDisk disk = new(before, CrashCheck.Regions(trial.Layout));
        CrashCheck check = new(trial.Layout, disk);
        return new PowerCuts(disk, Seed, trial.Layout.Boot).States(change(check.Heard(log))).Any(_ => check.Fault() is not null);
    }

    // The machine's log follows on what installing wrote.
    private static (byte[] Before, IEnumerable<LogEntry> Log) Installed(RecordedTrial trial)
    {
        var layout = trial.Layout;
        RecordedDisk disk = new(SmallDisk.Make(layout, SlotImages.Make(layout, seed: 1), trial.Data));
        var before = disk.Contents.ToArray();
        new UpdatedAppliance(layout, disk).Install(SlotImages.Make(layout, seed: 2));
        return (before, disk.Log.Concat(trial.Log));
    }

    private static void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);
}
