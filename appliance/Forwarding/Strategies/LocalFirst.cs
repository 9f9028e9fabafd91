using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// The owner's preference <i>local first</i>: what the home has it takes from there, and its line to the world is its
/// own. Programs on this machine are asked first, then the home's network, then what is beyond. Strangers get what is
/// here or at home; they are not carried on to other strangers.
/// </summary>
public sealed class LocalFirst : RankedStrategy
{
    /// <inheritdoc/>
    public override Name Name { get; } = Name.Parse("/localhost/nfd/strategy/local-first/v=1");

    /// <inheritdoc/>
    public override bool Carries(FaceReach from, FaceReach to) => from != FaceReach.Beyond || to != FaceReach.Beyond;

    /// <inheritdoc/>
    protected override double Rank(in PendingInterest interest, int hop) => (int)interest.ReachOf(interest.NextHops[hop].Face);
}
