namespace Hearth.Updates.Slots;

/// <summary>What changes the boot record.</summary>
public enum SlotEvent
{
    /// <summary>The system has started.</summary>
    Started,

    /// <summary>A new version is about to be written into the other slot.</summary>
    Prepare,

    /// <summary>The other slot is written and was read back: it is to be tried at the next start. The last step of an install.</summary>
    Arm,

    /// <summary>The running slot serves.</summary>
    Confirm,

    /// <summary>The running slot does all that it can, but waits for a cable or an address: a start now is not counted.</summary>
    Defer,

    /// <summary>The running slot does not serve: the next start is the other's.</summary>
    GiveUp,

    /// <summary>The owner wants the version back that the other slot still holds.</summary>
    GoBack,
}
