namespace Hearth.Board;

/// <summary>Where a board stands with its owner.</summary>
public enum PairingPhase
{
    /// <summary>The node has not said yet whether the board has an owner.</summary>
    Unknown,

    /// <summary>Waiting for its owner.</summary>
    Unclaimed,

    /// <summary>Can be claimed.</summary>
    PairingOpen,

    /// <summary>Has its owner.</summary>
    Claimed,

    /// <summary>Has its owner, and another browser can sign in.</summary>
    SignInOpen,

    /// <summary>Being erased.</summary>
    Resetting,
}
