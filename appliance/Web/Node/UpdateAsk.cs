namespace Hearth.Web;

/// <summary>What an owner asks about updates.</summary>
public enum UpdateAsk
{
    /// <summary>To look whether there is a newer version.</summary>
    Check,

    /// <summary>To install it now.</summary>
    Install,

    /// <summary>To go back to the version before.</summary>
    GoBack,
}
