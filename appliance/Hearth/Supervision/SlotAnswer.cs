using System.Text.Json.Serialization;

namespace Hearth.Supervision;

/// <summary>What became of a change of the slots that a process asked for.</summary>
[JsonConverter(typeof(EnumNameConverter<SlotAnswer>))]
internal enum SlotAnswer
{
    /// <summary>It is on the disk.</summary>
    Done,

    /// <summary>The running slot has not proved itself yet.</summary>
    Unconfirmed,

    /// <summary>The other slot holds no version that has served.</summary>
    NothingToGoBackTo,

    /// <summary>This board has no slots, or the record cannot be written.</summary>
    Failed,
}
