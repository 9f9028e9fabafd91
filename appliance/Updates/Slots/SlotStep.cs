namespace Hearth.Updates.Slots;

/// <summary>What follows from an event: a record to be written, a refusal, or nothing.</summary>
/// <param name="Write">The record to be written.</param>
/// <param name="Refusal">Why nothing is done.</param>
public sealed record SlotStep(BootRecord? Write = null, SlotRefusal? Refusal = null);
