namespace Hearth.Board;

/// <summary>Turns the level of one contact into gestures.</summary>
public sealed class Button
{
    /// <summary>A contact has settled when its level stayed for this long; tactile switches bounce for less than 10 ms.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(20);

    /// <summary>Shorter than this is no finger (the design: a press takes 0.05 to 2 s).</summary>
    public static readonly TimeSpan ShortestPress = TimeSpan.FromSeconds(0.05);

    /// <summary>From here on it is a hold, and the light counts down.</summary>
    public static readonly TimeSpan HoldAfter = TimeSpan.FromSeconds(2);

    /// <summary>Held for this long it resets.</summary>
    public static readonly TimeSpan ResetAfter = TimeSpan.FromSeconds(10);

    private Phase phase = Phase.Unknown;
    private bool level;
    private TimeSpan levelSince;
    private TimeSpan pressedAt;

    private enum Phase
    {
        /// <summary>Not looked at yet.</summary>
        Unknown,
        Released,
        Pressed,
        Held,

        /// <summary>Down, and means nothing until it is released: it was down at the start, or has reset already.</summary>
        Spent,
    }

    /// <summary>When <see cref="Expire"/> has something to say; null where nothing is due.</summary>
    public TimeSpan? NextDeadline => phase switch
    {
        Phase.Unknown => null,
        _ when level != IsDown => levelSince + Settling,
        Phase.Pressed => pressedAt + HoldAfter,
        Phase.Held => pressedAt + ResetAfter,
        _ => null,
    };

    private bool IsDown => phase is Phase.Pressed or Phase.Held or Phase.Spent;

    /// <summary>Takes the contact's level, at every edge or more often.</summary>
    /// <returns>What was done up to now, in order.</returns>
    public IReadOnlyList<ButtonGesture> Observe(bool pressed, TimeSpan now)
    {
        if (phase == Phase.Unknown)
        {
            // A button that is down from the start is stuck, or its press was meant for whoever ran before.
            phase = pressed ? Phase.Spent : Phase.Released;
            (level, levelSince) = (pressed, now);
        }

        var gestures = Expire(now);
        if (pressed != level)
        {
            (level, levelSince) = (pressed, now);
        }

        return gestures;
    }

    /// <summary>Takes notice of the time.</summary>
    /// <returns>What was done up to now, in order.</returns>
    public IReadOnlyList<ButtonGesture> Expire(TimeSpan now)
    {
        List<ButtonGesture>? gestures = null;
        while (NextDeadline <= now)
        {
            if (Advance() is { } gesture)
            {
                (gestures ??= []).Add(gesture);
            }
        }

        return gestures ?? (IReadOnlyList<ButtonGesture>)[];
    }

    private ButtonGesture? Advance()
    {
        var before = phase;
        if (level != IsDown)
        {
            phase = level ? Phase.Pressed : Phase.Released;
            pressedAt = level ? levelSince : pressedAt;
            return before switch
            {
                Phase.Pressed when levelSince - pressedAt >= ShortestPress => ButtonGesture.Press,
                Phase.Held => ButtonGesture.HoldCancelled,
                _ => null,
            };
        }

        phase = before == Phase.Pressed ? Phase.Held : Phase.Spent;
        return phase == Phase.Held ? ButtonGesture.HoldStarted : ButtonGesture.FactoryReset;
    }
}
