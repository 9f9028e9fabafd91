namespace Hearth.Updates.Slots;

/// <summary>Why the boot loader started a slot; the kernel is told as <c>hearth.start</c>.</summary>
public enum StartReason
{
    /// <summary>It has served before.</summary>
    Good,

    /// <summary>The boot record asks for it to be tried, once.</summary>
    Trial,

    /// <summary>No slot is known to be good, or none that is can be started: it is this one's turn.</summary>
    Rescue,
}
