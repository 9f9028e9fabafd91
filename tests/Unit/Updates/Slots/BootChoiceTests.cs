using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Slots;

public sealed class BootChoiceTests
{
    private static readonly BootRecord TryB = new(9, Slot.B, SlotState.Proven, new(Good: false, Try: true));

    [Fact]
    public void A_new_slot_is_started_once_and_noted_and_then_the_old_one_for_ever()
    {
        var trial = BootChoice.Of(TryB, TriesBlock.Empty, _ => true);
        Assert.Equal(new BootChoice(Slot.B, StartReason.Trial, new(9, null)), trial);

        for (var start = 0; start < 3; start++)
        {
            Assert.Equal(new BootChoice(Slot.A, StartReason.Good, trial.Tries), BootChoice.Of(TryB, trial.Tries, _ => true));
        }
    }

    [Fact]
    public void A_new_record_is_a_new_trial() =>
        Assert.Equal(Slot.B, BootChoice.Of(TryB with { Sequence = 10 }, new(9, null), _ => true).Started);

    [Fact]
    public void Where_the_boot_loaders_block_cannot_be_read_nothing_is_tried() =>
        Assert.Equal(new BootChoice(Slot.A, StartReason.Good, null), BootChoice.Of(TryB, null, _ => true));

    [Fact]
    public void A_new_slot_that_is_not_whole_costs_no_start() =>
        Assert.Equal(new BootChoice(Slot.A, StartReason.Good, new(9, null)), BootChoice.Of(TryB, TriesBlock.Empty, slot => slot == Slot.A));

    [Fact]
    public void A_good_slot_that_is_not_whole_any_more_gives_way_to_the_other_good_one()
    {
        BootRecord both = new(9, Slot.B, SlotState.Proven, SlotState.Proven);
        Assert.Equal(Slot.A, BootChoice.Of(both, TriesBlock.Empty, slot => slot == Slot.A).Started);
    }

    [Fact]
    public void Without_any_record_each_slot_gets_its_turn()
    {
        TriesBlock? tries = TriesBlock.Empty;
        List<Slot?> started = [];
        for (var start = 0; start < 4; start++)
        {
            var choice = BootChoice.Of(null, tries, _ => true);
            Assert.Equal(StartReason.Rescue, choice.Reason);
            started.Add(choice.Started);
            tries = choice.Tries;
        }

        Assert.Equal([Slot.A, Slot.B, Slot.A, Slot.B], started);
    }

    [Fact]
    public void When_the_trial_is_over_and_no_slot_is_good_the_boot_loader_does_not_stop_trying()
    {
        BootRecord onlyTrial = new(9, Slot.B, SlotState.Unusable, new(Good: false, Try: true));
        Assert.Equal((Slot.B, StartReason.Rescue), Start(onlyTrial, new(9, null), Slot.B));
        Assert.Equal((Slot.A, StartReason.Rescue), Start(onlyTrial, new(9, Slot.B), Slot.A, Slot.B));
        Assert.Equal((null, StartReason.Rescue), Start(onlyTrial, new(9, Slot.B)));
    }

    private static (Slot? Started, StartReason Reason) Start(BootRecord record, TriesBlock tries, params Slot[] whole)
    {
        var choice = BootChoice.Of(record, tries, whole.Contains);
        return (choice.Started, choice.Reason);
    }
}
