using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>An Interest as a strategy sees it: where it may go, and where it has gone so far.</summary>
public readonly ref struct PendingInterest
{
    private readonly Pit pit;
    private readonly int entry;

    internal PendingInterest(Pit pit, int entry, NameView name, ReadOnlySpan<NextHop> nextHops)
    {
        this.pit = pit;
        this.entry = entry;
        Name = name;
        NextHops = nextHops;
    }

    /// <summary>Its name.</summary>
    public NameView Name { get; }

    /// <summary>The next hops that it may take, at least one, cheapest first.</summary>
    public ReadOnlySpan<NextHop> NextHops { get; }

    /// <summary>
    /// How long after the last transmission a strategy lets the next pass, in milliseconds; 0 at first. The strategy
    /// keeps it here for itself.
    /// </summary>
    public ref int SuppressionMilliseconds => ref pit[entry].SuppressionMilliseconds;

    /// <summary>Whether somebody has been asked who may still answer.</summary>
    public bool IsPending(TimeSpan now) => pit.HasPendingOutRecord(entry, now);

    /// <summary>When it was last sent to any face; null if never.</summary>
    public TimeSpan? LastSent()
    {
        TimeSpan? last = null;
        for (var record = pit[entry].OutRecords; record != 0; record = pit.OutRecord(record).Next)
        {
            var sent = pit.OutRecord(record).SentAt;
            last = last > sent ? last : sent;
        }

        return last;
    }

    /// <summary>When it was last sent to a face; null if never, or so long ago that the face need not answer.</summary>
    public TimeSpan? LastSentTo(FaceId face, TimeSpan now)
    {
        var record = pit.FindOutRecord(entry, face);
        return record != 0 && pit.OutRecord(record).Expiry > now ? pit.OutRecord(record).SentAt : null;
    }

    /// <summary>As <see cref="SuppressionMilliseconds"/>, for one face that it was sent to.</summary>
    public ref int SuppressionMillisecondsOf(FaceId face) =>
        ref pit.OutRecord(pit.FindOutRecord(entry, face)).SuppressionMilliseconds;
}
