namespace Hearth.Board.Lights;

/// <summary>What an RGB light shows while it is lit. On a single-colour light the rhythm alone tells the state.</summary>
public enum LightColor
{
    /// <summary>Something is wrong, or about to be erased.</summary>
    Red,

    /// <summary>No network.</summary>
    Orange,

    /// <summary>Updating.</summary>
    Yellow,

    /// <summary>All is well.</summary>
    Green,

    /// <summary>About its owner: pairing, unclaimed.</summary>
    Blue,

    /// <summary>Starting, or showing which board it is.</summary>
    White,
}
