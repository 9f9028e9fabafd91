using static Hearth.Board.PairingEffects;

namespace Hearth.Board;

/// <summary>Who may claim and sign in, and when: only a press of the button opens the window.</summary>
public static class Pairing
{
    /// <summary>How long a press opens the window (the design: two minutes).</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    /// <summary>The next step; an event that means nothing in a phase leaves all as it was.</summary>
    public static PairingStep Next(PairingState state, PairingEvent @event, TimeSpan now) => (state.Phase, @event) switch
    {
        // Erasing comes before everything, and only its end ends it.
        (PairingPhase.Resetting, PairingEvent.ResetDone) => To(PairingPhase.Unclaimed),
        (PairingPhase.Resetting, _) => new PairingStep(state, None),
        (PairingPhase.PairingOpen or PairingPhase.SignInOpen, PairingEvent.ResetHeld) => To(PairingPhase.Resetting, Close | Erase),
        (_, PairingEvent.ResetHeld) => To(PairingPhase.Resetting, Erase),

        (PairingPhase.Unknown, PairingEvent.Claimed) => To(PairingPhase.Claimed),
        (PairingPhase.Unknown, PairingEvent.Unclaimed) => To(PairingPhase.Unclaimed),

        // A press while the window is open starts its two minutes again.
        (PairingPhase.Unclaimed or PairingPhase.PairingOpen, PairingEvent.Press) => Open(PairingPhase.PairingOpen, OpenClaim, now),
        (PairingPhase.Claimed or PairingPhase.SignInOpen, PairingEvent.Press) => Open(PairingPhase.SignInOpen, OpenSignIn, now),

        (PairingPhase.Unclaimed, PairingEvent.Claimed) => To(PairingPhase.Claimed),
        (PairingPhase.PairingOpen, PairingEvent.Claimed) => To(PairingPhase.Claimed, Close),
        (PairingPhase.PairingOpen, PairingEvent.Expired) => To(PairingPhase.Unclaimed, Close),

        (PairingPhase.Claimed, PairingEvent.Unclaimed) => To(PairingPhase.Unclaimed),
        (PairingPhase.SignInOpen, PairingEvent.Unclaimed) => To(PairingPhase.Unclaimed, Close),
        (PairingPhase.SignInOpen, PairingEvent.Expired or PairingEvent.SignedIn) => To(PairingPhase.Claimed, Close),

        _ => new PairingStep(state, None),
    };

    private static PairingStep To(PairingPhase phase, PairingEffects effects = None) => new(new PairingState(phase), effects);

    private static PairingStep Open(PairingPhase phase, PairingEffects effect, TimeSpan now) => new(new PairingState(phase, now + Window), effect);
}
