namespace Hearth.Supervision;

/// <summary>When a role's next process may start: at once, then 1 s, 2 s, 4 s … after the last one ended.</summary>
internal sealed class StartDelay
{
    /// <summary>The longest delay: an owner who mends the cause waits a minute at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>After this long in good health the next start is the first again.</summary>
    public static readonly TimeSpan HealthyAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// From this many starts in a row on it is a fault: 0 + 1 + 2 + 4 + 8 + 16 s, half a minute of restarts, rule out
    /// everything that goes away by itself.
    /// </summary>
    public const int FaultAfter = 6;

    /// <summary>The most of <see cref="Patience"/>: a node that hangs is then back within a minute still.</summary>
    public const int MostPatience = 8;

    private int startsInARow;
    private TimeSpan ended;
    private TimeSpan? healthySince;

    /// <summary>Whether it starts again and again.</summary>
    public bool IsFault => startsInARow > FaultAfter;

    /// <summary>
    /// How many times as long as usual its silence is borne: 1, and twice that with every end for silence, up to
    /// <see cref="MostPatience"/>. Where the usual bound is too short for the machine, it is restarted a few times, and not
    /// for ever.
    /// </summary>
    public int Patience { get; private set; } = 1;

    /// <summary>When <see cref="Expire"/> forgets the starts so far; null while there is nothing to forget.</summary>
    public TimeSpan? NextDeadline => startsInARow > 0 ? healthySince + HealthyAfter : null;

    /// <summary>When the next process may start.</summary>
    public TimeSpan NextStart => startsInARow == 0 ? ended : ended + Delay(startsInARow);

    /// <summary>A process starts.</summary>
    public void Started() => startsInARow++;

    /// <summary>The process says how it is.</summary>
    public void Healthy(bool healthy, TimeSpan now) => healthySince = healthy ? healthySince ?? now : null;

    /// <summary>The process ended.</summary>
    public void Ended(TimeSpan now)
    {
        Expire(now);
        ended = now;
        healthySince = null;
    }

    /// <summary>The process was ended for its silence.</summary>
    public void WasSilent() => Patience = Math.Min(2 * Patience, MostPatience);

    /// <summary>Takes notice of the time.</summary>
    public void Expire(TimeSpan now)
    {
        if (NextDeadline <= now)
        {
            startsInARow = 0;
        }
    }

    /// <summary>Forgets the starts so far: the next one is wanted.</summary>
    public void Forgive() => startsInARow = 0;

    // 2^6 is past the longest delay.
    private static TimeSpan Delay(int starts) => TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 1 << Math.Min(starts - 1, 6)));
}
