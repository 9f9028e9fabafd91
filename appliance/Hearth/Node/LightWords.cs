using Hearth.Board.Lights;

namespace Hearth.Node;

/// <summary>The light's patterns in the panel's words.</summary>
internal static class LightWords
{
    /// <summary>Every pattern, by falling precedence.</summary>
    public static IReadOnlyList<Web.LightPattern> All { get; } = [.. Enum.GetValues<LightState>().Select(Translate)];

    /// <summary>The pattern of a state; always the same object.</summary>
    public static Web.LightPattern PatternOf(LightState state) => All[(int)state];

    private static Web.LightPattern Translate(LightState state)
    {
        var pattern = LightPattern.Of(state);
        return new Web.LightPattern(
            NameOf(state),
            pattern.Color.ToString().ToLowerInvariant(),
            [.. pattern.Steps.Select(step => (int)step.Duration.TotalMilliseconds)]);
    }

    private static string NameOf(LightState state) => state switch
    {
        LightState.ResetCountdown => "factory-reset",
        LightState.NoNetwork => "no-network",
        _ => state.ToString().ToLowerInvariant(),
    };
}
