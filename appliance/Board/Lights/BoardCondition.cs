namespace Hearth.Board.Lights;

/// <summary>What the light is chosen from.</summary>
public readonly record struct BoardCondition
{
    /// <summary>Something is wrong that only the owner can mend.</summary>
    public bool Fault { get; init; }

    /// <summary>The button is held long enough to count down to a factory reset.</summary>
    public bool ResetCountdown { get; init; }

    /// <summary>An update is being written; pulling the plug costs the owner a wait.</summary>
    public bool Updating { get; init; }

    /// <summary>A press opened a window.</summary>
    public bool WindowOpen { get; init; }

    /// <summary>Somebody asked which board this is, less than ten seconds ago.</summary>
    public bool Identifying { get; init; }

    /// <summary>The node serves.</summary>
    public bool Serving { get; init; }

    /// <summary>The board has an owner.</summary>
    public bool Claimed { get; init; }

    /// <summary>A network is there.</summary>
    public bool Network { get; init; }
}
