namespace Hearth.Updates.Rollout;

/// <summary>Why a device does not take the bundle that its channel has for it.</summary>
public enum OfferFault
{
    /// <summary>It does.</summary>
    None = 0,

    /// <summary>The bundle's metadata is no rollout plan.</summary>
    Malformed,

    /// <summary>For another board.</summary>
    WrongBoard,

    /// <summary>The version that runs.</summary>
    Current,

    /// <summary>Older than the version that runs.</summary>
    Older,

    /// <summary>It did not stay the last time that it was tried here.</summary>
    FellBack,

    /// <summary>The rollout stopped before the device's turn came.</summary>
    Stopped,

    /// <summary>The device's turn comes later.</summary>
    NotYet,
}
