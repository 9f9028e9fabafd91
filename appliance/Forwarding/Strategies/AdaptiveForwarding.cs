using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// Takes the way that answers the quickest, whatever it costs, and leaves one that has fallen silent (NFD's
/// <c>AsfStrategy</c>; V. Lehman and others: "ASF: Adaptive SRTT-based Forwarding", 2016).
/// </summary>
public sealed class AdaptiveForwarding : MeasuredStrategy
{
    /// <inheritdoc/>
    public override Name Name { get; } = Name.Parse("/localhost/nfd/strategy/asf/v=5");

    /// <inheritdoc/>
    protected override double Rank(in PendingInterest interest, int hop)
    {
        // Milliseconds of any round trip are fewer than a state is apart.
        var face = interest.NextHops[hop].Face;
        return (StateOf(interest, face) * 1e9) + RoundTripOf(interest, face);
    }
}
