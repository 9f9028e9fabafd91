namespace Hearth.Board;

/// <summary>What follows from a step of the pairing.</summary>
[Flags]
public enum PairingEffects
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Tell the node that it can be claimed.</summary>
    OpenClaim = 1,

    /// <summary>Tell the node that a browser can sign in.</summary>
    OpenSignIn = 2,

    /// <summary>Tell the node that neither can be done any more.</summary>
    Close = 4,

    /// <summary>Have the node erase everything.</summary>
    Erase = 8,
}
