namespace Hearth.Web;

/// <summary>What the last press of the button opened, while it is open.</summary>
public enum PressWindow
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The appliance can be claimed.</summary>
    Claim,

    /// <summary>One more browser can sign in.</summary>
    SignIn,
}
