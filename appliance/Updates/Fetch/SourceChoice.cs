namespace Hearth.Updates.Fetch;

/// <summary>
/// Which source to ask. Named content comes first, as a neighbour may have it; a source that fails rests, longer each
/// time, and meanwhile the other is asked. One that sent something wrong rests as if it had failed often.
/// </summary>
public sealed class SourceChoice
{
    /// <summary>After a connection broke that had brought something: it goes on at once, and yet no server is hammered.</summary>
    public static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    /// <summary>The first rest: two tries a minute do no harm to a server.</summary>
    public static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(30);

    /// <summary>The longest: an update is looked for once a day, so hours are soon enough.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromHours(2);

    // As many failures one lie counts for: the rest is then half an hour.
    private const int LyingCounts = 6;

    private readonly TimeSpan[] restUntil = new TimeSpan[2];
    private readonly int[] failures = new int[2];

    /// <summary>Whom to ask now; null where both rest.</summary>
    public ObjectSource? Choose(TimeSpan now) =>
        restUntil[(int)ObjectSource.Named] <= now ? ObjectSource.Named
        : restUntil[(int)ObjectSource.Server] <= now ? ObjectSource.Server
        : null;

    /// <summary>When the first of them can be asked again.</summary>
    public TimeSpan NextTry => restUntil[0] < restUntil[1] ? restUntil[0] : restUntil[1];

    /// <summary>How it went.</summary>
    /// <param name="source">Who was asked.</param>
    /// <param name="fault">What was wrong.</param>
    /// <param name="hasProgressed">Whether it brought something all the same.</param>
    /// <param name="now">The time.</param>
    public void Report(ObjectSource source, FetchFault fault, bool hasProgressed, TimeSpan now)
    {
        var number = (int)source;
        failures[number] = fault switch
        {
            FetchFault.Wrong or FetchFault.TooLong => Math.Max(failures[number], LyingCounts) + 1,
            // Another object may be there.
            FetchFault.Absent => 1,
            FetchFault.Interrupted when !hasProgressed => failures[number] + 1,
            _ => 0,
        };
        restUntil[number] = now + RestAfter(fault, failures[number]);
    }

    private static TimeSpan RestAfter(FetchFault fault, int failures)
    {
        if (failures == 0)
        {
            return fault == FetchFault.None ? TimeSpan.Zero : Breath;
        }

        // Twenty doublings are longer than the longest rest.
        var rest = ShortestRest * (1 << Math.Min(failures - 1, 20));
        return rest < LongestRest ? rest : LongestRest;
    }
}
