using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// Sends to the cheapest next hop; a retransmission goes to the cheapest that has not been asked yet, and when all
/// have, to the one asked longest ago (NFD's <c>BestRouteStrategy</c>, version 5).
/// </summary>
public sealed class BestRoute : Strategy
{
    /// <inheritdoc/>
    public override Name Name { get; } = Name.Parse("/localhost/nfd/strategy/best-route/v=5");

    /// <inheritdoc/>
    public override Choice Choose(in PendingInterest interest, Span<FaceId> next, TimeSpan now)
    {
        if (!interest.IsPending(now))
        {
            next[0] = interest.NextHops[0].Face;
            return Choice.Forward(1);
        }

        if (Parameters.Suppression.HoldsBack(interest.LastSent()!.Value, ref interest.SuppressionMilliseconds, now))
        {
            return Choice.Suppress;
        }

        var earliest = TimeSpan.MaxValue;
        foreach (var hop in interest.NextHops)
        {
            var sent = interest.LastSentTo(hop.Face, now) ?? TimeSpan.MinValue;
            if (sent < earliest)
            {
                earliest = sent;
                next[0] = hop.Face;
            }
        }

        return Choice.Forward(1);
    }
}
