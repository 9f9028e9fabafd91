using Xunit;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// One update from being asked for to its confirmation, as an emulated PC wrote it (kernel, GRUB, updater, supervisor and
/// node) and QEMU's blklogwrites recorded it.
/// </summary>
public sealed class RecordedUpdateTests
{
    private const int Seed = 20261120;

    private static readonly string[] Phases = ["boot record", "slot writing", "GRUB's own write", "first start", "confirmation"];

    [Fact]
    public void Wherever_the_power_is_cut_in_a_recorded_update_a_whole_slot_starts_and_what_was_published_is_there() =>
        CutEverywhere(RecordedUpdate.Kept());

    [Fact]
    public void A_disk_that_forgets_to_flush_loses_what_was_published_or_the_slot_and_that_is_noticed() =>
        Assert.True(IsNoticed(log => log.Where(entry => !entry.Flushes)));

    [Fact]
    public void A_boot_record_that_arrives_before_its_slot_is_noticed() => Assert.True(IsNoticed(WrongOrder.Of));

    /// <summary>The same for the recording in the folder <c>HEARTH_UPDATE</c>; <c>HEARTH_KEEP=1</c> makes it the one that is kept.</summary>
    [Fact(Explicit = true)]
    public void Wherever_the_power_is_cut_in_an_update_recorded_anew_a_whole_slot_starts_and_what_was_published_is_there()
    {
        var update = RecordedUpdate.Of(Environment.GetEnvironmentVariable("HEARTH_UPDATE")!);
        if (Environment.GetEnvironmentVariable("HEARTH_KEEP") == "1")
        {
            update.Keep();
        }

        CutEverywhere(update);
    }

    private static void CutEverywhere(RecordedUpdate update)
    {
        var (layout, before) = (update.Layout, update.Before.ToArray());
        ReplayedDisk disk = new(before.ToArray(), CrashCheck.Regions(layout));
        CrashCheck check = new(layout, disk);
        SortedDictionary<string, int> points = [];
        List<string> faults = [];
        Dictionary<object, RecordState> decisions = [];
        var log = check.Heard(update.Log);
        foreach (var phase in new PowerCuts(disk, Seed, layout.Boot).States(WrongOrder.IsAskedFor ? WrongOrder.Of(log) : log))
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

        Say(string.Join(", ", points.Select(phase => $"{phase.Value} in {phase.Key}")));
        AssertDecidedByGrub(decisions.Values);
        Say($"of the boot partition {AssertOnlyRecordChanged(layout, before, disk.Contents)} bytes are as they were before, all but the boot record");
        Say($"{points.Values.Sum()} crash points, {points.Values.Sum() - faults.Count} passed");
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults.Take(20)));
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

    private static int AssertOnlyRecordChanged(DiskLayout layout, byte[] before, byte[] after)
    {
        var (old, made) = (layout.BootFiles(before), layout.BootFiles(after));
        Assert.True(old.AsSpan().SequenceEqual(made), "more of the boot partition has changed than the boot record");
        return old.Length - BootRecordSize(layout);
    }

    private static int BootRecordSize(DiskLayout layout) => (int)(layout.Copy1.Length + layout.Copy2.Length + layout.Tries.Length);

    private static bool IsNoticed(Func<IEnumerable<LogEntry>, IEnumerable<LogEntry>> change)
    {
        var update = RecordedUpdate.Kept();
        ReplayedDisk disk = new(update.Before, CrashCheck.Regions(update.Layout));
        CrashCheck check = new(update.Layout, disk);
        return new PowerCuts(disk, Seed, update.Layout.Boot).States(change(check.Heard(update.Log))).Any(_ => check.Fault() is not null);
    }

    private static void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);
}
