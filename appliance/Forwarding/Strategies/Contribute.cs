using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// The owner's preference <i>contribute</i>: be a part of something larger. Everybody is carried, and each piece of
/// content always goes by way of the same neighbour of those there are, so that their caches together hold it once and
/// much of it (D. Thaler, C. V. Ravishankar: "Using name-based mappings to increase hit rates", 1998).
/// </summary>
public sealed class Contribute : RankedStrategy
{
    /// <inheritdoc/>
    public override Name Name { get; } = Name.Parse("/localhost/nfd/strategy/contribute/v=1");

    /// <inheritdoc/>
    protected override double Rank(in PendingInterest interest, int hop)
    {
        // SplitMix64's finalizer: every bit of content and face bears on the order.
        var mixed = interest.ContentHash ^ (interest.NextHops[hop].Face.Value * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
