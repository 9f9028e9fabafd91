namespace Hearth.Updates.Slots;

/// <summary>The two partitions of a slot, in the order in which they are written.</summary>
public enum SlotPart
{
    /// <summary>The root file system with its hash tree.</summary>
    Root,

    /// <summary>Kernel, initramfs, arguments and sums: what makes the boot loader take the slot for whole.</summary>
    Kernel,
}
