using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// Decides where a pending Interest goes. It only decides: the forwarder has already ruled out every next hop that
/// scope, hop limit or direction forbid, sends to those chosen, and answers with a Nack when there is no next hop. It
/// never changes: what it has to remember is in the PIT entry and in <see cref="Measurements"/>.
/// </summary>
public abstract class Strategy
{
    private Name? withParameters;

    /// <summary>The strategy's name, with its version.</summary>
    public abstract Name Name { get; }

    /// <summary>Its name, with its version and the parameters that it was chosen with.</summary>
    public Name InstanceName => withParameters ?? Name;

    /// <summary>What it was chosen with.</summary>
    public StrategyParameters Parameters { get; private set; } = StrategyParameters.Default;

    /// <summary>Whether round-trip times and silences are to be noted for its Interests.</summary>
    public virtual bool Measures => false;

    /// <summary>Whether it is asked for another next hop when all that were asked have refused.</summary>
    public virtual bool TriesElsewhere => false;

    /// <summary>Whether Interests without a route, and those that are repeated, go to everybody at home, and routes are made from the announcements that answers bring.</summary>
    public virtual bool Discovers => false;

    /// <summary>Whether Interests are carried from there to there at all.</summary>
    public virtual bool Carries(FaceReach from, FaceReach to) => true;

    /// <summary>Chooses next hops for an Interest that has just come from a downstream.</summary>
    /// <param name="interest">The Interest, what became of it so far, and at least one next hop it may take.</param>
    /// <param name="next">Room for as many faces as there are next hops; the first ones are filled in.</param>
    /// <param name="now">The time.</param>
    public abstract Choice Choose(in PendingInterest interest, Span<FaceId> next, TimeSpan now);

    /// <summary>Chooses next hops for an Interest that all who were asked have refused; none gives it up.</summary>
    public virtual Choice ChooseElsewhere(in PendingInterest interest, Span<FaceId> next, TimeSpan now) => Choice.Suppress;

    internal Strategy With(StrategyParameters parameters, Name instanceName)
    {
        var instance = (Strategy)MemberwiseClone();
        (instance.Parameters, instance.withParameters) = (parameters, instanceName);
        return instance;
    }
}
