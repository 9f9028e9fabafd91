using Hearth.Updates.Slots;

namespace Hearth.Supervision;

/// <summary>The slots: the boot record is the supervisor's, who changes it when the updater or the owner asks, and when a slot has proved itself.</summary>
internal sealed partial class Supervisor
{
    private SlotSettings? slots;
    private TrialRule? trial;
    private bool writing;

    /// <summary>A record that <see cref="SupervisorEffect.WriteRecord"/> named is on the disk, or cannot be written.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="isWritten">Whether it is.</param>
    /// <param name="now">The time.</param>
    public void RecordWritten(SupervisorEffect.WriteRecord effect, bool isWritten, TimeSpan now)
    {
        if (isWritten)
        {
            slots = slots! with { Record = effect.Record };
            trial = effect.Event == SlotEvent.Confirm ? null : trial;
            writing = effect.Event switch { SlotEvent.Prepare => true, SlotEvent.Arm => false, _ => writing };
            SendToRunning(SlotsMessage(slots));
        }

        if (effect.Asked is { } link && Find(link) is { } child)
        {
            Send(child, new SupervisorMessage.SlotChange(isWritten ? null : "the boot record cannot be written."));
        }

        ShowLight(now);
    }

    private void BeginWithSlots(TimeSpan now)
    {
        slots = settings.Slots;
        if (slots is null)
        {
            return;
        }

        if (SlotRules.PhaseOf(slots.Record, slots.Running) is SlotPhase.OnTrial or SlotPhase.Unproven)
        {
            trial = new TrialRule(now);
        }

        ChangeSlots(SlotEvent.Started, asked: null);
    }

    private bool TakeAboutSlots(Child child, ChildMessage message, TimeSpan now)
    {
        switch (message, child.Role)
        {
            case (ChildMessage.PrepareSlot, ChildRole.Updater):
                ChangeSlots(SlotEvent.Prepare, child);
                return true;
            case (ChildMessage.ArmSlot, ChildRole.Updater):
                ChangeSlots(SlotEvent.Arm, child);
                return true;
            case (ChildMessage.AbandonSlot, ChildRole.Updater):
                writing = false;
                return true;
            case (ChildMessage.GoBack, ChildRole.Node):
                ChangeSlots(SlotEvent.GoBack, child);
                return true;
            case (ChildMessage.Restart, ChildRole.Node):
                Restart(now);
                return true;
            default:
                return false;
        }
    }

    private void ChangeSlots(SlotEvent @event, Child? asked)
    {
        var step = slots is null ? null : SlotRules.Next(slots.Record, slots.Running, @event);
        if (step?.Write is { } record)
        {
            effects.Enqueue(new SupervisorEffect.WriteRecord(record, @event, asked?.Link));
        }
        else if (asked is not null)
        {
            Send(asked, new SupervisorMessage.SlotChange(step switch
            {
                null => "this board has no slots.",
                { Refusal: SlotRefusal.Unconfirmed } => "the running version has not proved itself yet.",
                { Refusal: SlotRefusal.NothingToGoBackTo } => "the other slot holds no version that has served.",
                _ => null,
            }));
        }
    }

    private void ExpireTrial(TimeSpan now)
    {
        if (watchdog.IsWithheld)
        {
            trial?.Interrupted(now);
        }

        switch (trial?.Expire(now))
        {
            case TrialVerdict.Confirm:
                ChangeSlots(SlotEvent.Confirm, asked: null);
                break;
            case TrialVerdict.Defer:
                ChangeSlots(SlotEvent.Defer, asked: null);
                break;
            case TrialVerdict.GiveUp:
                ChangeSlots(SlotEvent.GiveUp, asked: null);
                Restart(now);
                break;
            case null:
                break;
        }
    }

    private void Restart(TimeSpan now)
    {
        watchdog.RestartAsked(now);
        effects.Enqueue(new SupervisorEffect.RestartBoard());
    }

    private static SupervisorMessage.Slots SlotsMessage(SlotSettings slots) => new(
        slots.Running == Slot.A ? "a" : "b",
        SlotRules.PhaseOf(slots.Record, slots.Running) is SlotPhase.OnTrial or SlotPhase.Unproven,
        slots.Record[slots.Running.Other()].Good);
}
