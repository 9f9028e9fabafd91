namespace Hearth.Updates.Rollout;

/// <summary>How an update ended on a device.</summary>
public enum UpdateOutcome
{
    /// <summary>The new version is confirmed.</summary>
    Confirmed,

    /// <summary>The new version was tried, and the device is back on the old one.</summary>
    FellBack,

    /// <summary>It was not tried: what arrived was what was signed, and could not be installed.</summary>
    NotInstalled,
}
