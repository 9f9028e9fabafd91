namespace Hearth.Updates.Slots;

/// <summary>
/// What the running system tells the boot loader: which slot to start first, and what each is worth. image-builder/boot/grub.cfg
/// reads it.
/// </summary>
/// <param name="Sequence">From 1 on, one more with each change; of two copies the higher holds.</param>
/// <param name="First">The slot to be started where it may be; the other follows.</param>
/// <param name="A">Slot A.</param>
/// <param name="B">Slot B.</param>
public sealed record BootRecord(int Sequence, Slot First, SlotState A, SlotState B)
{
    /// <summary>A new card's: image-builder/stages/boot writes the same.</summary>
    public static BootRecord Factory { get; } = new(1, Slot.A, SlotState.Proven, SlotState.Unusable);

    /// <summary>What holds where no copy can be read.</summary>
    public static BootRecord Unknown { get; } = new(0, Slot.A, SlotState.Unusable, SlotState.Unusable);

    /// <summary>What it says of a slot.</summary>
    public SlotState this[Slot slot] => slot == Slot.A ? A : B;

    /// <summary>The record that follows: another slot first, and one slot changed.</summary>
    public BootRecord Next(Slot first, Slot changed, SlotState state) => new(
        Sequence + 1,
        first,
        changed == Slot.A ? state : A,
        changed == Slot.B ? state : B);
}
