using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Slots;

public sealed class SlotRulesTests
{
    private static readonly SlotState Empty = SlotState.Unusable;
    private static readonly SlotState Good = SlotState.Proven;
    private static readonly SlotState New = new(Good: false, Try: true);
    private static readonly SlotState GoodAgain = new(Good: true, Try: true);

    /// <summary>Phase by phase: what the running slot A and the other are worth, who is first, and what each event makes of it.</summary>
    public static TheoryData<SlotPhase, string, SlotEvent, string> Table => new()
    {
        // running, other, first
        { SlotPhase.Settled, "good empty A", SlotEvent.Started, "" },
        { SlotPhase.Settled, "good good B", SlotEvent.Started, "good empty A" },
        { SlotPhase.Settled, "good good A", SlotEvent.Prepare, "good empty A" },
        { SlotPhase.Settled, "good empty A", SlotEvent.Arm, "good new B" },
        { SlotPhase.Settled, "good empty A", SlotEvent.Confirm, "" },
        { SlotPhase.Settled, "good empty A", SlotEvent.Defer, "" },
        { SlotPhase.Settled, "good empty A", SlotEvent.GiveUp, "" },
        { SlotPhase.Settled, "good good A", SlotEvent.GoBack, "good again B" },
        { SlotPhase.Settled, "good empty A", SlotEvent.GoBack, "NothingToGoBackTo" },

        { SlotPhase.Armed, "good new B", SlotEvent.Started, "good empty A" },
        { SlotPhase.Armed, "good again B", SlotEvent.Started, "good good A" },
        { SlotPhase.Armed, "good new B", SlotEvent.Prepare, "good empty A" },
        { SlotPhase.Armed, "good new B", SlotEvent.Arm, "good new B" },
        { SlotPhase.Armed, "good new B", SlotEvent.Confirm, "" },
        { SlotPhase.Armed, "good new B", SlotEvent.Defer, "" },
        { SlotPhase.Armed, "good new B", SlotEvent.GiveUp, "" },
        { SlotPhase.Armed, "good again B", SlotEvent.GoBack, "good again B" },

        { SlotPhase.OnTrial, "new good A", SlotEvent.Started, "" },
        { SlotPhase.OnTrial, "new good A", SlotEvent.Prepare, "Unconfirmed" },
        { SlotPhase.OnTrial, "new good A", SlotEvent.Arm, "Unconfirmed" },
        { SlotPhase.OnTrial, "new good A", SlotEvent.Confirm, "good good A" },
        { SlotPhase.OnTrial, "again good A", SlotEvent.Confirm, "good good A" },
        { SlotPhase.OnTrial, "new good A", SlotEvent.Defer, "new good A" },
        { SlotPhase.OnTrial, "new good A", SlotEvent.GiveUp, "empty good B" },
        { SlotPhase.OnTrial, "again good A", SlotEvent.GiveUp, "good good B" },
        { SlotPhase.OnTrial, "new empty A", SlotEvent.GiveUp, "" },
        { SlotPhase.OnTrial, "new good A", SlotEvent.GoBack, "Unconfirmed" },

        { SlotPhase.Unproven, "empty empty A", SlotEvent.Started, "" },
        { SlotPhase.Unproven, "empty empty A", SlotEvent.Prepare, "Unconfirmed" },
        { SlotPhase.Unproven, "empty new B", SlotEvent.Arm, "Unconfirmed" },
        { SlotPhase.Unproven, "empty new B", SlotEvent.Confirm, "good new A" },
        { SlotPhase.Unproven, "empty empty A", SlotEvent.Defer, "" },
        { SlotPhase.Unproven, "empty good B", SlotEvent.GiveUp, "" },
        { SlotPhase.Unproven, "empty good B", SlotEvent.GoBack, "Unconfirmed" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_event_does_in_each_phase_what_the_table_says(SlotPhase phase, string before, SlotEvent @event, string after)
    {
        var record = Record(before, sequence: 3);

        var step = SlotRules.Next(record, Slot.A, @event);

        Assert.Equal(phase, SlotRules.PhaseOf(record, Slot.A));
        if (Enum.TryParse<SlotRefusal>(after, out var refusal))
        {
            Assert.Equal(new SlotStep(Refusal: refusal), step);
        }
        else
        {
            Assert.Equal(new SlotStep(after.Length == 0 ? null : Record(after, sequence: 4)), step);
        }
    }

    [Fact]
    public void The_table_has_every_pair()
    {
        var pairs = Table.Select(row => (row.Data.Item1, row.Data.Item3)).ToHashSet();
        foreach (var (phase, @event) in from phase in Enum.GetValues<SlotPhase>() from @event in Enum.GetValues<SlotEvent>() select (phase, @event))
        {
            Assert.Contains((phase, @event), pairs);
        }
    }

    [Fact]
    public void Whatever_happens_the_running_slot_that_is_good_stays_good()
    {
        SlotState[] states = [Empty, Good, New, GoodAgain];
        foreach (var (first, other, @event) in
            from first in Enum.GetValues<Slot>() from other in states from @event in Enum.GetValues<SlotEvent>() select (first, other, @event))
        {
            var step = SlotRules.Next(new(1, first, other, Good), Slot.B, @event);
            Assert.Equal(Good, (step.Write ?? new(1, first, other, Good)).B);
        }
    }

    private static BootRecord Record(string text, int sequence)
    {
        var words = text.Split(' ');
        return new(sequence, Enum.Parse<Slot>(words[2]), State(words[0]), State(words[1]));
    }

    private static SlotState State(string word) => word switch { "good" => Good, "new" => New, "again" => GoodAgain, _ => Empty };
}
