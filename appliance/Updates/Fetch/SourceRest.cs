namespace Hearth.Updates.Fetch;

/// <summary>How long somebody who failed is left alone: longer each time, and very long after a lie.</summary>
public sealed class SourceRest
{
    // As many failures one lie counts for: the rest is then half an hour.
    private const int LyingCounts = 6;

    private int failures;

    /// <summary>Until when it is.</summary>
    public TimeSpan Until { get; private set; }

    /// <summary>Whether it sent something wrong, the last time that it was asked.</summary>
    public bool HasLied { get; private set; }

    /// <summary>How it went.</summary>
    /// <param name="fault">What was wrong.</param>
    /// <param name="hasProgressed">Whether it brought something all the same.</param>
    /// <param name="now">The time.</param>
    public void Report(FetchFault fault, bool hasProgressed, TimeSpan now)
    {
        HasLied = fault is FetchFault.Wrong or FetchFault.TooLong;
        failures = fault switch
        {
            FetchFault.Wrong or FetchFault.TooLong => Math.Max(failures, LyingCounts) + 1,
            // Another object may be there.
            FetchFault.Absent => 1,
            FetchFault.Interrupted when !hasProgressed => failures + 1,
            _ => 0,
        };
        Until = now + RestAfter(fault);
    }

    private TimeSpan RestAfter(FetchFault fault)
    {
        if (failures == 0)
        {
            return fault == FetchFault.None ? TimeSpan.Zero : SourceChoice.Breath;
        }

        // Twenty doublings are longer than the longest rest.
        var rest = SourceChoice.ShortestRest * (1 << Math.Min(failures - 1, 20));
        return rest < SourceChoice.LongestRest ? rest : SourceChoice.LongestRest;
    }
}
