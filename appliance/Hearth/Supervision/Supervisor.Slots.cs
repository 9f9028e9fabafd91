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
            SendToRunning(new SupervisorMessage.Slots(SlotView.Of(slots.Record, slots.Running)));
        }

        if (effect.Asked is { } link && Find(link) is { } child)
        {
            Send(child, new SupervisorMessage.SlotChange(isWritten ? SlotAnswer.Done : SlotAnswer.Failed));
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

    private bool TakeWish(Child child, SlotWish wish, TimeSpan now)
    {
        switch (wish, child.Role)
        {
            case (SlotWish.Prepare, ChildRole.Updater):
                ChangeSlots(SlotEvent.Prepare, child);
                return true;
            case (SlotWish.Arm, ChildRole.Updater):
                ChangeSlots(SlotEvent.Arm, child);
                return true;
            case (SlotWish.Abandon, ChildRole.Updater):
                writing = false;
                return true;
            case (SlotWish.GoBack, ChildRole.Node):
                ChangeSlots(SlotEvent.GoBack, child);
                return true;
            case (SlotWish.Restart, ChildRole.Node):
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
                null => SlotAnswer.Failed,
                { Refusal: SlotRefusal.Unconfirmed } => SlotAnswer.Unconfirmed,
                { Refusal: SlotRefusal.NothingToGoBackTo } => SlotAnswer.NothingToGoBackTo,
                _ => SlotAnswer.Done,
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
}
