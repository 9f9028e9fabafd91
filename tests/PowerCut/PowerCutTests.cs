using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.PowerCut;

public sealed class PowerCutTests
{
    private const int Seed = 20261120;

    private static readonly SlotImages First = SlotImages.Make(SmallDisk.Layout, seed: 1);
    private static readonly SlotImages Second = SlotImages.Make(SmallDisk.Layout, seed: 2);
    private static readonly SlotImages Third = SlotImages.Make(SmallDisk.Layout, seed: 3);

    private static readonly string[] Phases = ["slot writing", "boot record", "GRUB's own write", "confirmation"];

    [Fact]
    public void Wherever_the_power_is_cut_in_an_update_a_whole_slot_starts_and_nothing_else_was_touched()
    {
        var (log, disk) = Life(WrongOrder.IsAskedFor ? [SmallDisk.Layout.RootB, SmallDisk.Layout.KernelB] : []);
        var check = new CrashCheck(SmallDisk.Layout, disk);
        SortedDictionary<string, int> points = [];
        List<string> faults = [];

        foreach (var phase in new PowerCuts(disk, Seed, SmallDisk.Layout.Boot).States(log))
        {
            points[phase] = points.GetValueOrDefault(phase) + 1;
            if (check.Fault() is { } fault)
            {
                faults.Add($"{phase}: {fault}");
            }
        }

        var total = points.Values.Sum();
        Say($"{string.Join(", ", points.Select(phase => $"{phase.Value} in {phase.Key}"))}");
        Say($"{total} crash points, {total - faults.Count} passed");
        Assert.Empty(faults);
        Assert.All(Phases, phase => Assert.True(points[phase] >= 100, $"{points[phase]} in {phase}"));
        Assert.True(total >= 1000);
    }

    [Fact]
    public void GRUB_decides_what_a_power_cut_leaves_as_the_product_does()
    {
        var (log, disk) = Life();
        var check = new CrashCheck(SmallDisk.Layout, disk);
        using var loader = new BootLoader();
        HashSet<object> meanings = [];
        Dictionary<object, RecordState> states = [];

        foreach (var _ in new PowerCuts(disk, Seed, SmallDisk.Layout.Boot).States(log))
        {
            // On its own disk, with its own slots, once for each meaning; all others together.
            var (record, tries) = (check.Record, check.Tries);
            if (states.TryAdd(check.StateFingerprint, check.State) && meanings.Add((record, tries, check.IsWhole(Slot.A), check.IsWhole(Slot.B))))
            {
                Assert.Equal(BootChoice.Of(record, tries, check.IsWhole), loader.Start(disk.Contents, SmallDisk.Layout.Tries));
            }
        }

        var (decided, differences) = loader.Decide(states.Values);
        Say($"GRUB decided {decided} states of the boot record, {decided - differences.Count} as expected; {meanings.Count} of them on their own disk");
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    [Fact]
    public void A_record_that_reaches_the_disk_before_the_slot_does_is_noticed()
    {
        var (log, disk) = Life(SmallDisk.Layout.RootB, SmallDisk.Layout.KernelB);
        var check = new CrashCheck(SmallDisk.Layout, disk);

        Assert.Contains(new PowerCuts(disk, Seed, SmallDisk.Layout.Boot).States(log), _ => check.Fault() is not null);
    }

    [Fact]
    public void A_log_is_read_as_it_was_written()
    {
        var (log, _) = Life();
        using var stream = new MemoryStream();

        WriteLog.Write(stream, log);
        stream.Position = 0;

        Assert.Equal(
            log.Select(entry => (entry.Flags, entry.Offset, Convert.ToHexString(entry.Data.Span))),
            WriteLog.Read(stream).Select(entry => (entry.Flags, entry.Offset, Convert.ToHexString(entry.Data.Span))));
    }

    // Updated, confirmed; updated, and the trial cut off; tried again, confirmed; gone back, confirmed.
    private static (IReadOnlyList<LogEntry> Log, ReplayedDisk Disk) Life(params Extent[] forgetful)
    {
        var disk = new RecordedDisk(SmallDisk.Make(First)) { Forgetful = forgetful };
        var before = disk.Contents.ToArray();
        var appliance = new UpdatedAppliance(SmallDisk.Layout, disk);
        appliance.Install(Second);
        Restart(appliance, Slot.B, StartReason.Trial);
        appliance.Confirm();
        appliance.Install(Third);
        Restart(appliance, Slot.A, StartReason.Trial);
        Restart(appliance, Slot.B, StartReason.Good);
        appliance.TryAgain();
        Restart(appliance, Slot.A, StartReason.Trial);
        appliance.Confirm();
        appliance.GoBack();
        Restart(appliance, Slot.B, StartReason.Trial);
        appliance.Confirm();
        return (disk.Log, new ReplayedDisk(before, CrashCheck.Regions(SmallDisk.Layout)));
    }

    private static void Restart(UpdatedAppliance appliance, Slot slot, StartReason reason)
    {
        appliance.Restart();
        Assert.Equal((slot, reason), (appliance.Running, appliance.Reason));
    }

    private static void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);
}
