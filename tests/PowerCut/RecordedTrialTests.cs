using System.Text;
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
    public void Wherever_the_power_is_cut_in_a_recorded_update_a_whole_slot_starts_and_what_was_published_is_there()
    {
        var (total, faults, points) = CutEverywhere(RecordedTrial.Kept(), log => log);
        Report(total, faults, points);
        Assert.All(Phases, phase => Assert.True(points.GetValueOrDefault(phase) >= 100, $"{points.GetValueOrDefault(phase)} in {phase}"));
    }

    [Fact]
    public void A_disk_that_forgets_to_flush_loses_what_was_published_or_the_slot_and_that_is_noticed()
    {
        var (_, faults, _) = CutEverywhere(RecordedTrial.Kept(), log => log.Where(entry => !entry.Flushes));

        Assert.NotEmpty(faults);
    }

    /// <summary>The same for the recording in the folder <c>HEARTH_TRIAL</c>; <c>HEARTH_KEEP=1</c> makes it the one that is kept.</summary>
    [Fact(Explicit = true)]
    public void Wherever_the_power_is_cut_in_an_update_recorded_anew_a_whole_slot_starts_and_what_was_published_is_there()
    {
        var trial = RecordedTrial.Of(Environment.GetEnvironmentVariable("HEARTH_TRIAL")!);
        var (total, faults, points) = CutEverywhere(trial, log => log);
        Report(total, faults, points);
        if (Environment.GetEnvironmentVariable("HEARTH_KEEP") == "1")
        {
            trial.Keep();
        }
    }

    private static (int Total, List<string> Faults, SortedDictionary<string, int> Points) CutEverywhere(
        RecordedTrial trial, Func<IEnumerable<LogEntry>, IEnumerable<LogEntry>> change)
    {
        var (before, log) = Installed(trial);
        ReplayedDisk disk = new(before, CrashCheck.Regions(trial.Layout));
        CrashCheck check = new(trial.Layout, disk);
        SortedDictionary<string, int> points = [];
        List<string> faults = [];
        new PowerCuts(disk, Seed, trial.Layout.Boot).Visit(change(Heard(log, check)), phase =>
        {
            points[phase] = points.GetValueOrDefault(phase) + 1;
            if (check.Fault() is { } fault)
            {
                faults.Add($"{phase}: {fault}");
            }
        });
        return (points.Values.Sum(), faults, points);
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

    private static IEnumerable<LogEntry> Heard(IEnumerable<LogEntry> log, CrashCheck check)
    {
        foreach (var entry in log)
        {
            if ((entry.Flags & LogFlags.Mark) != 0 && Encoding.ASCII.GetString(entry.Data.Span) is var mark
                && mark.StartsWith(RecordedTrial.Acknowledged, StringComparison.Ordinal))
            {
                check.Acknowledge(mark[RecordedTrial.Acknowledged.Length..]);
            }
            else
            {
                yield return entry;
            }
        }
    }

    private static void Report(int total, List<string> faults, SortedDictionary<string, int> points)
    {
        Say(string.Join(", ", points.Select(phase => $"{phase.Value} in {phase.Key}")));
        Say($"{total} crash points, {total - faults.Count} passed");
        Assert.Empty(faults);
        Assert.True(total >= 1000);
    }

    private static void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);
}
