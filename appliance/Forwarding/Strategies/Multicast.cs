using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>Sends to every next hop; retransmissions are suppressed for each by itself (NFD's <c>MulticastStrategy</c>, version 4).</summary>
public sealed class Multicast : Strategy
{
    /// <inheritdoc/>
    public override Name Name { get; } = Name.Parse("/localhost/nfd/strategy/multicast/v=4");

    /// <inheritdoc/>
    public override Choice Choose(in PendingInterest interest, Span<FaceId> next, TimeSpan now)
    {
        var count = 0;
        foreach (var hop in interest.NextHops)
        {
            if (interest.LastSentTo(hop.Face, now) is not { } sent
                || !Parameters.Suppression.HoldsBack(sent, ref interest.SuppressionMillisecondsOf(hop.Face), now))
            {
                next[count++] = hop.Face;
            }
        }

        return count > 0 ? Choice.Forward(count) : Choice.Suppress;
    }
}
