namespace Hearth.Web;

/// <summary>How a sign-in ended.</summary>
public enum SignInResult
{
    /// <summary>The press was good for it.</summary>
    SignedIn,

    /// <summary>No press opened the window, or it closed again.</summary>
    WindowClosed,

    /// <summary>The appliance has no owner yet.</summary>
    NotClaimed,
}
