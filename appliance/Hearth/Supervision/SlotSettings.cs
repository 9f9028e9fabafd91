using Hearth.Updates.Slots;

namespace Hearth.Supervision;

/// <summary>The slots of a board that has them.</summary>
/// <param name="Record">The boot record, as it is on the disk.</param>
/// <param name="Running">The slot that the boot loader started.</param>
internal sealed record SlotSettings(BootRecord Record, Slot Running);
