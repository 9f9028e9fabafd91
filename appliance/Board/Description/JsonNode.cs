using System.Text.Json;

namespace Hearth.Board.Description;

/// <summary>A JSON value with the line that it begins on.</summary>
/// <param name="Kind">The token that begins it.</param>
/// <param name="Line">From 1.</param>
internal sealed record JsonNode(JsonTokenType Kind, int Line)
{
    /// <summary>Of a string: the string. Of a number: as it is written.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of an object: its members in order, a name that is there twice twice.</summary>
    public List<JsonMember> Members { get; } = [];

    /// <summary>Of an array.</summary>
    public List<JsonNode> Items { get; } = [];
}
