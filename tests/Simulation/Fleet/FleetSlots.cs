using Hearth.Updates.Slots;

namespace Hearth.Tests.Fleet;

/// <summary>The slots of a simulated appliance: the shipped rules and boot record, the boot loader's choice, and a version in each.</summary>
internal sealed class FleetSlots(string version)
{
    private readonly Dictionary<Slot, string> versions = new() { [Slot.A] = version };
    private BootRecord record = BootRecord.Factory;
    private TriesBlock? tries = TriesBlock.Empty;

    /// <summary>The slot that serves; null while none does.</summary>
    public Slot? Running { get; private set; } = Slot.A;

    public string? RunningVersion => Running is { } slot ? versions[slot] : null;

    /// <summary>Writes the idle slot and asks for it to be tried.</summary>
    public void Install(string version)
    {
        Apply(SlotEvent.Prepare);
        versions[Running!.Value.Other()] = version;
        Apply(SlotEvent.Arm);
    }

    /// <summary>Starts as the boot loader chooses; what serves is confirmed.</summary>
    /// <param name="serves">Whether a version comes up to serving.</param>
    public void Start(Predicate<string> serves)
    {
        var choice = BootChoice.Of(record, tries, versions.ContainsKey);
        tries = choice.Tries;
        Running = choice.Started is { } slot && serves(versions[slot]) ? slot : null;
        if (Running is not null)
        {
            Apply(SlotEvent.Started);
            Apply(SlotEvent.Confirm);
        }
    }

    private void Apply(SlotEvent @event) => record = SlotRules.Next(record, Running!.Value, @event).Write ?? record;
}
