namespace Hearth.Updates.Schedule;

/// <summary>What an appliance does about its updates.</summary>
public enum UpdateAction
{
    /// <summary>It waits.</summary>
    None,

    /// <summary>It looks whether there is a newer version.</summary>
    Check,

    /// <summary>It installs what there is.</summary>
    Install,
}
