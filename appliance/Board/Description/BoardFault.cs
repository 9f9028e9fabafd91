namespace Hearth.Board.Description;

/// <summary>Something wrong in a <c>board.json</c>.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">From 1.</param>
/// <param name="Field">The field, such as <c>lights[0].gpio.line</c>; empty for the whole document.</param>
/// <param name="Message">What is wrong, and what to write.</param>
public sealed record BoardFault(string File, int Line, string Field, string Message)
{
    /// <summary>One line: <c>FILE:LINE: FIELD: what is wrong and what to write</c>.</summary>
    public override string ToString() => Field.Length == 0 ? $"{File}:{Line}: {Message}" : $"{File}:{Line}: {Field}: {Message}";
}
