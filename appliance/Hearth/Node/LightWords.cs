using Hearth.Board.Lights;

namespace Hearth.Node;

/// <summary>The light's patterns in the panel's words.</summary>
internal static class LightWords
{
    /// <summary>The pattern of a state.</summary>
    public static Web.LightPattern PatternOf(LightState state)
    {
        var pattern = LightPattern.Of(state);
        return new Web.LightPattern(
            NameOf(state),
            pattern.Color.ToString().ToLowerInvariant(),
            [.. pattern.Steps.Select(step => (int)step.Duration.TotalMilliseconds)]);
    }

    /// <summary>A state's name as the page and <c>hearth status --json</c> have it: <c>noNetwork</c>.</summary>
    public static string NameOf(LightState state)
    {
        var name = state.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
