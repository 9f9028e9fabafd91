using System.Globalization;
using Xunit;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// The same for what a whole machine wrote while QEMU's blklogwrites recorded it: <c>HEARTH_DISK</c> is the disk as it was
/// before, <c>HEARTH_WRITE_LOG</c> what was done to it.
/// </summary>
public sealed class RecordedMachineTests
{
    private const int Seed = 20261120;

    [Fact(Explicit = true)]
    public void Wherever_the_power_is_cut_on_a_machine_a_whole_slot_starts_and_its_data_can_be_read()
    {
        var contents = File.ReadAllBytes(Environment.GetEnvironmentVariable("HEARTH_DISK")!);
        var layout = DiskLayout.OfDisk(contents);
        ReplayedDisk disk = new(contents, CrashCheck.Regions(layout));
        CrashCheck check = new(layout, disk);
        SortedDictionary<string, int> points = [];
        List<string> faults = [];

        using var log = File.OpenRead(Environment.GetEnvironmentVariable("HEARTH_WRITE_LOG")!);
        new PowerCuts(disk, Seed).Visit(Marked(WriteLog.Read(log), layout), phase =>
        {
            points[phase] = points.GetValueOrDefault(phase) + 1;
            if (check.Fault() is { } fault)
            {
                faults.Add($"{phase}: {fault}");
            }
        });

        var total = points.Values.Sum();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", points.Select(phase => $"{phase.Value} in {phase.Key}")));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{total} crash points, {total - faults.Count} passed"));
        Assert.Empty(faults);
        Assert.True(total > 0);
    }

    // A machine says no phase: where it writes, and which boot record holds, tells it.
    private static IEnumerable<LogEntry> Marked(IEnumerable<LogEntry> log, DiskLayout layout)
    {
        var last = "";
        var isOnTrial = false;
        foreach (var entry in log)
        {
            var phase = entry.Flushes && entry.Data.IsEmpty ? last
                : layout.Tries.Holds(entry.Offset) ? "GRUB's own write"
                : layout.Copy1.Holds(entry.Offset) || layout.Copy2.Holds(entry.Offset) ? isOnTrial ? "confirmation" : "boot record"
                : layout.Data.Holds(entry.Offset) ? isOnTrial ? "first start" : "data"
                : "slot writing";
            isOnTrial |= phase == "GRUB's own write";
            if (phase != last)
            {
                yield return WriteLog.Mark(last = phase);
            }

            yield return entry;
        }
    }
}
