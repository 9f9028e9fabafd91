using System.Text.Json.Serialization;

namespace Hearth.Web.Http.Wire;

/// <summary>Every refusal: one line that says what to do; for settings, also one line a field.</summary>
internal sealed record WireError(
    string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Fields = null);
