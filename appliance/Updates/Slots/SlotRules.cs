namespace Hearth.Updates.Slots;

/// <summary>
/// The boot record's changes, as a table of phases and events. Whatever it says, at least one slot that is known to be good
/// stays so: it is the other slot that is written, tried, and given up.
/// </summary>
public static class SlotRules
{
    /// <summary>Where the appliance stands.</summary>
    public static SlotPhase PhaseOf(BootRecord record, Slot running) => (record[running], record[running.Other()]) switch
    {
        ({ Try: true }, _) => SlotPhase.OnTrial,
        ({ Good: false }, _) => SlotPhase.Unproven,
        (_, { Try: true }) => SlotPhase.Armed,
        _ => SlotPhase.Settled,
    };

    /// <summary>What follows.</summary>
    public static SlotStep Next(BootRecord record, Slot running, SlotEvent @event)
    {
        var other = running.Other();
        return (PhaseOf(record, running), @event) switch
        {
            // The other slot was to be started before this one, and was not: its trial failed, or it is not whole any more.
            (SlotPhase.Armed, SlotEvent.Started) => new(record.Next(running, other, record[other] with { Try = false })),
            (SlotPhase.Settled, SlotEvent.Started) when record.First != running => new(record.Next(running, other, SlotState.Unusable)),
            (_, SlotEvent.Started) => new(),

            (SlotPhase.OnTrial or SlotPhase.Unproven, SlotEvent.Prepare or SlotEvent.Arm or SlotEvent.GoBack) =>
                new(Refusal: SlotRefusal.Unconfirmed),
            (_, SlotEvent.Prepare) => new(record.Next(running, other, SlotState.Unusable)),
            (_, SlotEvent.GoBack) when !record[other].Good => new(Refusal: SlotRefusal.NothingToGoBackTo),
            (_, SlotEvent.Arm or SlotEvent.GoBack) => new(record.Next(other, other, record[other] with { Try = true })),

            (SlotPhase.OnTrial or SlotPhase.Unproven, SlotEvent.Confirm) => new(record.Next(running, running, SlotState.Proven)),
            // Another number, and so another trial.
            (SlotPhase.OnTrial, SlotEvent.Defer) => new(record.Next(running, running, record[running])),
            (SlotPhase.OnTrial, SlotEvent.GiveUp) when record[other].Good =>
                new(record.Next(other, running, record[running] with { Try = false })),
            (_, SlotEvent.Confirm or SlotEvent.Defer or SlotEvent.GiveUp) => new(),

            _ => throw new ArgumentOutOfRangeException(nameof(@event)),
        };
    }
}
