namespace Hearth.Updates.Rollout;

/// <summary>
/// When a device reports: once for each bundle, at most once in <see cref="Pause"/>, and some hours late, so that the time
/// of a report does not tell whose restart it was.
/// </summary>
/// <param name="isAllowed">Whether the owner lets it.</param>
/// <param name="last">The bundle that was reported last; null for none.</param>
/// <param name="lastAt">When.</param>
public sealed class OutcomeReporting(bool isAllowed, string? last, DateTimeOffset lastAt)
{
    /// <summary>Between two reports; a device takes no more than one update a day.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(20);

    /// <summary>A report is late by up to this: within a wave's day.</summary>
    public static readonly TimeSpan MostDelay = TimeSpan.FromHours(6);

    private OutcomeReport? waiting;
    private DateTimeOffset due;

    /// <summary>The bundle that was reported last, to be stored.</summary>
    public string? Last { get; private set; } = last;

    /// <summary>When <see cref="Take"/> has something; null where nothing waits.</summary>
    public DateTimeOffset? Due => waiting is null ? null : due;

    /// <summary>An update ended.</summary>
    /// <param name="report">What to say of it.</param>
    /// <param name="delay">Drawn at random, from 0 to 1.</param>
    /// <param name="now">The time.</param>
    public void Observe(OutcomeReport report, double delay, DateTimeOffset now)
    {
        if (!isAllowed || report.Bundle == Last)
        {
            return;
        }

        waiting = report;
        due = now + (MostDelay * Math.Clamp(delay, 0, 1));
        due = due < lastAt + Pause ? lastAt + Pause : due;
    }

    /// <summary>The owner changes the mind; what waits is forgotten.</summary>
    public void Refuse() => (isAllowed, waiting) = (false, null);

    /// <summary>The report that is due; null where none is. It is given out once.</summary>
    public OutcomeReport? Take(DateTimeOffset now)
    {
        if (waiting is null || now < due)
        {
            return null;
        }

        var report = waiting;
        (waiting, Last, lastAt) = (null, report.Bundle, now);
        return report;
    }
}
