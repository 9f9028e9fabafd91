namespace Hearth.Board;

/// <summary>What changes where a board stands with its owner.</summary>
public enum PairingEvent
{
    /// <summary>The button was pressed.</summary>
    Press,

    /// <summary>The window's time is over.</summary>
    Expired,

    /// <summary>The node says that the board has an owner.</summary>
    Claimed,

    /// <summary>The node says that it has none.</summary>
    Unclaimed,

    /// <summary>Somebody signed in: one press lets in one browser.</summary>
    SignedIn,

    /// <summary>The button was held to the end.</summary>
    ResetHeld,

    /// <summary>Everything is erased.</summary>
    ResetDone,
}
