namespace Hearth.Updates.Slots;

/// <summary>One of the two places for a version on the disk: a kernel and a root partition each.</summary>
public enum Slot
{
    /// <summary>The slot that a new card holds.</summary>
    A,

    /// <summary>The other.</summary>
    B,
}
