using Hearth.Board.Lights;

namespace Hearth.Node;

/// <summary>The light's patterns in the panel's words.</summary>
internal static class LightWords
{
    /// <summary>Every pattern, by falling precedence.</summary>
    public static IReadOnlyList<Web.LightPattern> All { get; } = Array.ConvertAll(Enum.GetValues<LightState>(), Translate);

    /// <summary>The pattern of a state; always the same object.</summary>
    public static Web.LightPattern PatternOf(LightState state) => All[(int)state];

    private static Web.LightPattern Translate(LightState state)
    {
        var pattern = LightPattern.Of(state);
        return new Web.LightPattern(NameOf(state), pattern.Color.ToString().ToLowerInvariant(), Alternating(pattern));
    }

    // The page's steps are lit and dark by turns, so a flash's gap and the pause behind it are one.
    private static List<int> Alternating(LightPattern pattern)
    {
        var steps = new List<int>();
        var lit = false;
        foreach (var step in pattern.Steps)
        {
            if (step.Lit != lit)
            {
                steps.Add(0);
                lit = step.Lit;
            }

            steps[^1] += (int)step.Duration.TotalMilliseconds;
        }

        return steps;
    }

    private static string NameOf(LightState state) => state switch
    {
        LightState.ResetCountdown => "factory-reset",
        LightState.NoNetwork => "no-network",
        _ => state.ToString().ToLowerInvariant(),
    };
}
