using System.Text;
using Hearth.Board.Lights;
using Hearth.Supervision;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Supervision;

public sealed class SupervisorSlotsTests
{
    private static readonly ChildMessage.Hello UpdaterHello = new(SupervisionProtocol.Version, ChildRole.Updater);
    private static readonly ChildMessage.Health Serving = new() { Serving = true, Claimed = true, Network = true };
    private static readonly SlotState ToTry = new(Good: false, Try: true);

    private static readonly BootRecord Settled = new(5, Slot.A, SlotState.Proven, SlotState.Unusable);
    private static readonly BootRecord OnTrial = new(6, Slot.B, SlotState.Proven, ToTry);

    [Fact]
    public void The_updater_gets_a_slot_to_write_and_the_light_says_so_until_it_is_armed()
    {
        var stage = Stage(Settled, Slot.A);
        StartBoth(stage);

        stage.Says(2, new ChildMessage.PrepareSlot());
        Assert.Contains("record:Prepare", stage.Effects(), StringComparison.Ordinal);
        Assert.Equal(LightState.Updating, stage.LightOf(1));

        stage.Says(2, new ChildMessage.ArmSlot());
        Assert.Contains("2<slotChange:done", stage.Effects(), StringComparison.Ordinal);
        Assert.Equal(LightState.Serving, stage.LightOf(1));
        Assert.Equal(new BootRecord(7, Slot.B, SlotState.Proven, ToTry), stage.Record);
    }

    [Fact]
    public void The_light_says_no_more_that_a_slot_is_written_when_the_updater_is_gone()
    {
        var stage = Stage(Settled, Slot.A);
        StartBoth(stage);
        stage.Says(2, new ChildMessage.PrepareSlot());

        stage.Breaks(2);

        Assert.Equal(LightState.Serving, stage.LightOf(1));
        Assert.False(stage.Record!.B.Try);
    }

    [Fact]
    public void From_a_slot_that_has_not_proved_itself_no_other_is_written()
    {
        var stage = Stage(OnTrial, Slot.B);
        StartBoth(stage);

        stage.Says(2, new ChildMessage.PrepareSlot());

        Assert.Contains("2<slotChange:the running version has not proved itself yet.", stage.Effects(), StringComparison.Ordinal);
        Assert.Equal(OnTrial, stage.Record);
    }

    [Fact]
    public void A_record_that_cannot_be_written_is_no_armed_slot()
    {
        var stage = Stage(Settled, Slot.A);
        StartBoth(stage);
        stage.DiskFails = true;

        stage.Says(2, new ChildMessage.PrepareSlot());

        Assert.Contains("2<slotChange:the boot record cannot be written.", stage.Effects(), StringComparison.Ordinal);
        Assert.Equal(LightState.Serving, stage.LightOf(1));
    }

    [Theory]
    [InlineData(1, "armSlot")]
    [InlineData(1, "prepareSlot")]
    [InlineData(2, "restart")]
    [InlineData(2, "goBack")]
    public void Each_process_may_ask_only_for_what_is_its_own(int link, string type)
    {
        var stage = Stage(Settled, Slot.A);
        StartBoth(stage);
        Assert.True(SupervisionProtocol.TryRead(Encoding.ASCII.GetBytes($$"""{"type":"{{type}}"}"""), out ChildMessage? message));

        stage.Says(link, message);

        Assert.Contains($"{link}!refuse:OutOfTurn", stage.Effects(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_without_slots_says_so()
    {
        SupervisorStage stage = new();
        StartBoth(stage);
        stage.Says(2, new ChildMessage.PrepareSlot());
        Assert.Equal("2<slotChange:this board has no slots.", stage.Effects());
    }

    [Fact]
    public void A_new_slot_is_confirmed_when_its_node_has_served_for_a_minute()
    {
        var stage = Stage(OnTrial, Slot.B);
        stage.Starts(1);
        stage.Says(1, Serving);

        stage.AdvancesAlive(1, 59.9);
        Assert.Equal(OnTrial, stage.Record);
        stage.AdvancesAlive(1, 0.2);

        Assert.Equal(new BootRecord(7, Slot.B, SlotState.Proven, SlotState.Proven), stage.Record);
    }

    [Fact]
    public void A_node_that_stops_serving_in_between_begins_its_minute_again()
    {
        var stage = Stage(OnTrial, Slot.B);
        stage.Starts(1);
        stage.Says(1, Serving);
        stage.AdvancesAlive(1, 50);
        stage.Says(1, Serving with { Fault = true });
        stage.Says(1, Serving);

        stage.AdvancesAlive(1, 50);

        Assert.Equal(OnTrial, stage.Record);
        stage.AdvancesAlive(1, 11);
        Assert.Equal(SlotState.Proven, stage.Record!.B);
    }

    [Fact]
    public void Without_a_network_the_confirmation_waits_and_a_power_cut_uses_up_nothing()
    {
        var stage = Stage(OnTrial, Slot.B);
        stage.Starts(1);
        stage.Says(1, Serving with { Network = false });

        stage.AdvancesAlive(1, 3600);

        // Another number: the boot loader would try the slot once more.
        Assert.Equal(OnTrial with { Sequence = 7 }, stage.Record);
        Assert.DoesNotContain("restartBoard", stage.Effects(), StringComparison.Ordinal);

        stage.Says(1, Serving);
        stage.AdvancesAlive(1, 0.1);
        Assert.Equal(new BootRecord(8, Slot.B, SlotState.Proven, SlotState.Proven), stage.Record);
    }

    [Fact]
    public void A_node_that_serves_nothing_ends_the_trial_on_the_old_slot()
    {
        var stage = Stage(OnTrial, Slot.B);
        stage.Starts(1);
        stage.Says(1, Serving with { Serving = false });

        stage.AdvancesAlive(1, TrialRule.Bound.TotalSeconds + 1);

        Assert.Contains("record:GiveUp restartBoard", stage.Effects(), StringComparison.Ordinal);
        Assert.Equal(new BootRecord(7, Slot.A, SlotState.Proven, SlotState.Unusable), stage.Record);
    }

    [Fact]
    public void A_node_that_crashes_again_and_again_ends_the_trial()
    {
        var stage = Stage(OnTrial, Slot.B);
        var link = 1;
        while (stage.Now < TrialRule.Bound + TimeSpan.FromMinutes(1) && stage.Record == OnTrial)
        {
            stage.Starts(link);
            stage.Says(link, Serving);
            stage.Advances(1);
            stage.Breaks(link);
            stage.Advances(10);
            link++;
        }

        Assert.Equal(Slot.A, stage.Record!.First);
        Assert.InRange(stage.Now, TrialRule.Bound, TrialRule.Bound + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_trial_that_failed_is_over_when_the_old_slot_starts()
    {
        var stage = Stage(OnTrial, Slot.A);
        Assert.Equal("record:Started", stage.Effects());
        Assert.Equal(new BootRecord(7, Slot.A, SlotState.Proven, SlotState.Unusable), stage.Record);
    }

    [Fact]
    public void The_owner_gets_the_old_version_back_on_trial()
    {
        BootRecord both = new(9, Slot.B, SlotState.Proven, SlotState.Proven);
        var stage = Stage(both, Slot.B);
        StartBoth(stage);

        stage.Says(1, new ChildMessage.GoBack());
        stage.Says(1, new ChildMessage.Restart());

        var effects = stage.Effects();
        Assert.Contains("1<slotChange:done", effects, StringComparison.Ordinal);
        Assert.EndsWith("restartBoard", effects, StringComparison.Ordinal);
        Assert.Equal(new BootRecord(10, Slot.A, new(Good: true, Try: true), SlotState.Proven), stage.Record);
    }

    [Fact]
    public void A_restart_that_does_not_come_is_for_the_watchdog()
    {
        var stage = Stage(Settled, Slot.A);
        stage.HasWatchdog(20);
        stage.Starts(1);
        stage.Says(1, Serving);
        stage.Says(1, new ChildMessage.Restart());

        stage.AdvancesAlive(1, 120);

        Assert.InRange(stage.Fed!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(61));
    }

    private static SupervisorStage Stage(BootRecord record, Slot running) => new(new SupervisorSettings { Slots = new SlotSettings(record, running) });

    // The node is link 1, the updater link 2; the node serves.
    private static void StartBoth(SupervisorStage stage)
    {
        stage.Starts(1);
        stage.Says(1, Serving);
        stage.Connects(2);
        stage.Says(2, UpdaterHello);
        stage.Advances(1);
        stage.Effects();
    }
}
