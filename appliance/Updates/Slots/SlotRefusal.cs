namespace Hearth.Updates.Slots;

/// <summary>Why a change of the boot record is refused.</summary>
public enum SlotRefusal
{
    /// <summary>The running slot has not proved itself yet: from there no other is touched, as it may be the only one that serves.</summary>
    Unconfirmed,

    /// <summary>The other slot holds no version that has served.</summary>
    NothingToGoBackTo,
}
