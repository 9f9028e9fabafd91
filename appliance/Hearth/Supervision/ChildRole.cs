using System.Text.Json.Serialization;

namespace Hearth.Supervision;

/// <summary>Which of the processes beside the supervisor this is.</summary>
[JsonConverter(typeof(EnumNameConverter<ChildRole>))]
internal enum ChildRole
{
    /// <summary>The node: the network.</summary>
    Node,

    /// <summary>The updater: the slot that is not running.</summary>
    Updater,
}
