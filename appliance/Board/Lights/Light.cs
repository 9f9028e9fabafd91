namespace Hearth.Board.Lights;

/// <summary>The light of a board: which state it shows, and whether it is lit now.</summary>
public sealed class Light
{
    /// <summary>How long the board shows itself when asked.</summary>
    public static readonly TimeSpan IdentifyDuration = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Dark between two states. It tells them apart, and it keeps the flashes of both, seen together, at three in a
    /// second: at most two fall into the half second before, at most two into the half second after.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private LightPattern pattern;
    private TimeSpan start;

    /// <summary>A light that shows a first state.</summary>
    public Light(LightState first, TimeSpan now)
    {
        State = first;
        pattern = LightPattern.Of(first);
        start = now;
    }

    /// <summary>The state that it shows.</summary>
    public LightState State { get; private set; }

    /// <summary>Shows a state; a state that is shown already goes on undisturbed.</summary>
    /// <returns>Whether it changed.</returns>
    public bool Show(LightState state, TimeSpan now)
    {
        if (state == State)
        {
            return false;
        }

        State = state;
        pattern = LightPattern.Of(state);
        start = now + Pause;
        return true;
    }

    /// <summary>What the light shows now: a colour, or null for dark.</summary>
    public LightColor? ColorAt(TimeSpan now) => pattern.IsLit(now - start) ? pattern.Color : null;

    /// <summary>How long the present pattern has run; negative in the pause before it.</summary>
    public TimeSpan Running(TimeSpan now) => now - start;

    /// <summary>When the light changes next; null where it stays as it is.</summary>
    public TimeSpan? NextChange(TimeSpan now) => pattern.NextChange(now - start) is { } next ? start + next : null;

    /// <summary>The state that a board shows: the first that applies.</summary>
    public static LightState Choose(in BoardCondition board) => board switch
    {
        { Fault: true } => LightState.Fault,
        { ResetCountdown: true } => LightState.ResetCountdown,
        { Updating: true } => LightState.Updating,
        { WindowOpen: true } => LightState.Pairing,
        { Identifying: true } => LightState.Identify,
        { Serving: false } => LightState.Starting,
        { Claimed: false } => LightState.Unclaimed,
        { Network: false } => LightState.NoNetwork,
        _ => LightState.Serving,
    };
}
