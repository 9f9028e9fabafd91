using System.Text.Json.Serialization;

namespace Hearth.Supervision;

/// <summary>What a press of the button opened.</summary>
[JsonConverter(typeof(EnumNameConverter<WindowKind>))]
internal enum WindowKind
{
    /// <summary>Nothing.</summary>
    Closed,

    /// <summary>The board can be claimed.</summary>
    Claim,

    /// <summary>One more browser can sign in.</summary>
    SignIn,
}
