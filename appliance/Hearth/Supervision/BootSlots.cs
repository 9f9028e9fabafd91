using Hearth.Updates.Slots;
using Hearth.Updating;

namespace Hearth.Supervision;

/// <summary>The boot record's sectors, as init hands them to the supervisor, and the slot that runs.</summary>
/// <param name="Store">The record.</param>
/// <param name="Running">The slot that the boot loader started.</param>
internal sealed record BootSlots(BootRecordStore Store, Slot Running)
{
    /// <summary>Opens the devices <c>record1</c>, <c>record2</c> and <c>tries</c> in a folder.</summary>
    /// <exception cref="IOException">One cannot be opened.</exception>
    public static BootSlots Open(string folder, Slot running) => new(
        new(Device(folder, "record1"), Device(folder, "record2"), Device(folder, "tries")),
        running);

    /// <summary>What the record says now; what a power cut left of it is mended where the running slot is known to be good.</summary>
    public SlotSettings Read()
    {
        var record = Store.Read();
        if (SlotRules.PhaseOf(record, Running) is SlotPhase.Settled or SlotPhase.Armed)
        {
            Store.Mend();
        }

        return new SlotSettings(record, Running);
    }

    private static BlockDeviceFile Device(string folder, string name) => new(Path.Join(folder, name));
}
