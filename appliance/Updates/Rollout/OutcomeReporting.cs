namespace Hearth.Updates.Rollout;

/// <summary>
/// When a device reports: once for each bundle, at most once in <see cref="Pause"/>, and some hours late, so that the time
/// of a report does not tell whose restart it was. Each change is a new value, to be stored before anything is sent.
/// </summary>
public sealed record OutcomeReporting
{
    /// <summary>Between two reports; a device takes no more than one update a day.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(20);

    /// <summary>After nobody was reached.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromHours(1);

    /// <summary>Nobody is told any more when the next wave has begun.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(2);

    /// <summary>The bundle that was reported last; null for none.</summary>
    public string? Last { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>What is still to be said; null for nothing.</summary>
    public OutcomeReport? Waiting { get; init; }

    /// <summary>When it is.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>When it is no longer of use.</summary>
    public DateTimeOffset Ends { get; init; }

    /// <summary>An update ended.</summary>
    /// <param name="report">What to say of it.</param>
    /// <param name="delay">Drawn at random.</param>
    /// <param name="now">The time.</param>
    public OutcomeReporting Observe(OutcomeReport report, TimeSpan delay, DateTimeOffset now)
    {
        if (report.Bundle == Last || report == Waiting)
        {
            return this;
        }

        // A clock that was set back since then says nothing of how long ago it was.
        var free = Last is null || LastAt > now ? now : LastAt + Pause;
        var due = now + delay;
        due = due < free ? free : due;
        return this with { Waiting = report, Due = due, Ends = due + Lifetime };
    }

    /// <summary>Whether it is to be said now.</summary>
    public bool IsDue(DateTimeOffset now) => Waiting is not null && Due <= now;

    /// <summary>It is about to be said, and never again, whether it arrives or not.</summary>
    public OutcomeReporting Given(DateTimeOffset now) => this with { Waiting = null, Last = Waiting?.Bundle ?? Last, LastAt = now };

    /// <summary>Nobody was there to be told.</summary>
    public OutcomeReporting Postpone(DateTimeOffset now) => now < Ends ? this with { Due = now + Retry } : Forget();

    /// <summary>The owner does not want it.</summary>
    public OutcomeReporting Forget() => this with { Waiting = null };
}
