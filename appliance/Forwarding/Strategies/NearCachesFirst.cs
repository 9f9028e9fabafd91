using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// The owner's preference <i>near caches first</i>: popular content comes from nearby. A neighbour at home is asked
/// before anything beyond, however cheap, and of equals the quickest. One that keeps refusing a prefix is left out
/// until a probe finds that it has something.
/// </summary>
public sealed class NearCachesFirst : MeasuredStrategy
{
    /// <inheritdoc/>
    public override Name Name { get; } = Name.Parse("/localhost/nfd/strategy/near-caches-first/v=1");

    /// <inheritdoc/>
    protected override double Rank(in PendingInterest interest, int hop)
    {
        var face = interest.NextHops[hop].Face;
        var state = StateOf(interest, face);
        return ((state == 2 ? 1 : 0) * 1e12) + ((int)interest.ReachOf(face) * 1e9) + RoundTripOf(interest, face);
    }
}
