namespace Hearth.Board.Lights;

/// <summary>Everything that the one light can say, in the order of precedence.</summary>
public enum LightState
{
    /// <summary>A fault that needs its owner.</summary>
    Fault,

    /// <summary>The button is held; the factory reset counts down.</summary>
    ResetCountdown,

    /// <summary>Updating; do not unplug.</summary>
    Updating,

    /// <summary>A press opened the window: to claim, or to sign in.</summary>
    Pairing,

    /// <summary>"This is the board you asked for", for ten seconds. Hides what can wait, never what cannot.</summary>
    Identify,

    /// <summary>Not serving yet.</summary>
    Starting,

    /// <summary>Waiting for its owner.</summary>
    Unclaimed,

    /// <summary>No neighbour and no router can be reached.</summary>
    NoNetwork,

    /// <summary>All is well.</summary>
    Serving,
}
