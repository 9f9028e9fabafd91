using System.Text.Json.Serialization;
using Hearth.Updates.Slots;

namespace Hearth.Supervision;

/// <summary>What processes are told of the slots.</summary>
/// <param name="Running">The slot that runs.</param>
/// <param name="Phase">Where the appliance stands between two versions.</param>
/// <param name="CanGoBack">The other slot holds a version that has served.</param>
internal sealed record SlotView(
    [property: JsonConverter(typeof(EnumNameConverter<Slot>))] Slot Running,
    [property: JsonConverter(typeof(EnumNameConverter<SlotPhase>))] SlotPhase Phase,
    bool CanGoBack)
{
    /// <summary>As the record says.</summary>
    public static SlotView Of(BootRecord record, Slot running) =>
        new(running, SlotRules.PhaseOf(record, running), record[running.Other()].Good);
}
