using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// Finds its routes by itself on the local network (NFD's <c>SelfLearningStrategy</c>; J. Shi, E. Newberry, B. Zhang:
/// "On Broadcast-based Self-Learning in Named Data Networking", 2017). Without a route everybody at home is asked; the
/// answer brings the producer's announcement, and from it a route is made. A consumer that has to ask again asks everybody.
/// </summary>
public sealed class SelfLearning : Strategy
{
    /// <inheritdoc/>
    public override Name Name { get; } = Name.Parse("/localhost/nfd/strategy/self-learning/v=1");

    /// <inheritdoc/>
    public override bool Discovers => true;

    /// <inheritdoc/>
    public override Choice Choose(in PendingInterest interest, Span<FaceId> next, TimeSpan now)
    {
        if (interest.IsPending(now)
            && Parameters.Suppression.HoldsBack(interest.LastSent()!.Value, ref interest.SuppressionMilliseconds, now))
        {
            return Choice.Suppress;
        }

        for (var i = 0; i < interest.NextHops.Length; i++)
        {
            next[i] = interest.NextHops[i].Face;
        }

        return Choice.Forward(interest.NextHops.Length);
    }
}
