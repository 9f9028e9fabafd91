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

    private readonly SourceRest[] rests = [new(), new()];

    /// <summary>Whom to ask now; null where both rest.</summary>
    public ObjectSource? Choose(TimeSpan now) =>
        rests[(int)ObjectSource.Named].Until <= now ? ObjectSource.Named
        : rests[(int)ObjectSource.Server].Until <= now ? ObjectSource.Server
        : null;

    /// <summary>When the first of them can be asked again.</summary>
    public TimeSpan NextTry => rests[0].Until < rests[1].Until ? rests[0].Until : rests[1].Until;

    /// <summary>How it went.</summary>
    /// <param name="source">Who was asked.</param>
    /// <param name="fault">What was wrong.</param>
    /// <param name="hasProgressed">Whether it brought something all the same.</param>
    /// <param name="now">The time.</param>
    public void Report(ObjectSource source, FetchFault fault, bool hasProgressed, TimeSpan now) => rests[(int)source].Report(fault, hasProgressed, now);
}
