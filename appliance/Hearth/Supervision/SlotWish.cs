using System.Text.Json.Serialization;

namespace Hearth.Supervision;

/// <summary>What a process may ask of the slots.</summary>
[JsonConverter(typeof(EnumNameConverter<SlotWish>))]
internal enum SlotWish
{
    /// <summary>The updater is about to write the slot that does not run: until it is done, or gone, the light says so.</summary>
    Prepare,

    /// <summary>The updater has written it and read it back: it is to be tried at the next start.</summary>
    Arm,

    /// <summary>The updater gave up: nothing is to be tried.</summary>
    Abandon,

    /// <summary>The owner wants the version back that the other slot still holds.</summary>
    GoBack,

    /// <summary>Restart the board, into whatever slot is next.</summary>
    Restart,
}
