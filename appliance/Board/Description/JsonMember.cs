namespace Hearth.Board.Description;

/// <summary>A member of a JSON object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">The name's line, from 1.</param>
/// <param name="Value">Its value.</param>
internal sealed record JsonMember(string Name, int Line, JsonNode Value);
