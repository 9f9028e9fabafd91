namespace Hearth.Forwarding.Strategies;

/// <summary>
/// A strategy that asks one next hop at a time, in the order of a rank: the best first, the next best when the consumer
/// asks again, or at once when a refusal came.
/// </summary>
public abstract class RankedStrategy : Strategy
{
    /// <inheritdoc/>
    public sealed override bool TriesElsewhere => true;

    /// <inheritdoc/>
    public override Choice Choose(in PendingInterest interest, Span<FaceId> next, TimeSpan now)
    {
        if (interest.IsPending(now)
            && Parameters.Suppression.HoldsBack(interest.LastSent()!.Value, ref interest.SuppressionMilliseconds, now))
        {
            return Choice.Suppress;
        }

        if (!TryFindBest(interest, next, now))
        {
            TakeLeastRecent(interest, next, now);
        }

        return Choice.Forward(1);
    }

    /// <inheritdoc/>
    public sealed override Choice ChooseElsewhere(in PendingInterest interest, Span<FaceId> next, TimeSpan now) =>
        TryFindBest(interest, next, now) ? Choice.Forward(1) : Choice.Suppress;

    /// <summary>How good a next hop is; the least is asked first, and of equals the cheapest.</summary>
    /// <param name="interest">The Interest.</param>
    /// <param name="hop">Which of its next hops, by position.</param>
    protected abstract double Rank(in PendingInterest interest, int hop);

    // Of those that were not asked yet.
    private bool TryFindBest(in PendingInterest interest, Span<FaceId> next, TimeSpan now)
    {
        var (best, found) = (0.0, false);
        for (var i = 0; i < interest.NextHops.Length; i++)
        {
            var face = interest.NextHops[i].Face;
            if (interest.LastSentTo(face, now) is null && Rank(interest, i) is var rank && (!found || rank < best))
            {
                (best, found, next[0]) = (rank, true, face);
            }
        }

        return found;
    }

    private static void TakeLeastRecent(in PendingInterest interest, Span<FaceId> next, TimeSpan now)
    {
        var earliest = TimeSpan.MaxValue;
        foreach (var hop in interest.NextHops)
        {
            if (interest.LastSentTo(hop.Face, now) is { } sent && sent < earliest)
            {
                (earliest, next[0]) = (sent, hop.Face);
            }
        }
    }
}
