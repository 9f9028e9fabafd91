namespace Hearth.Updates.Slots;

/// <summary>Where the appliance stands between two versions, as its boot record and the running slot say.</summary>
public enum SlotPhase
{
    /// <summary>The running slot is known to be good, and nothing is to be tried.</summary>
    Settled,

    /// <summary>The running slot is known to be good; the other is to be tried at the next start, or was and failed.</summary>
    Armed,

    /// <summary>The running slot has to prove itself.</summary>
    OnTrial,

    /// <summary>The running slot was started for want of a better one.</summary>
    Unproven,
}
