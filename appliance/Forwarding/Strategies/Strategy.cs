using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// Decides where a pending Interest goes. It only decides: the forwarder has already ruled out every next hop that
/// scope, hop limit or direction forbid, sends to those chosen, and answers with a Nack when there is no next hop.
/// </summary>
public abstract class Strategy
{
    /// <summary>The strategy's name, with its version.</summary>
    public abstract Name Name { get; }

    /// <summary>Chooses next hops for an Interest that has just come from a downstream.</summary>
    /// <param name="interest">The Interest, what became of it so far, and at least one next hop it may take.</param>
    /// <param name="next">Room for as many faces as there are next hops; the first ones are filled in.</param>
    /// <param name="now">The time.</param>
    public abstract Choice Choose(in PendingInterest interest, Span<FaceId> next, TimeSpan now);
}
