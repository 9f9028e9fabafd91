namespace Hearth.Updates.Slots;

/// <summary>What is said of a slot.</summary>
public static class SlotExtensions
{
    /// <summary>The other of the two.</summary>
    public static Slot Other(this Slot slot) => slot == Slot.A ? Slot.B : Slot.A;
}
