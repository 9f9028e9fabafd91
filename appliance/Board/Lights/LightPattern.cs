using System.Collections.Immutable;

namespace Hearth.Board.Lights;

/// <summary>A rhythm in one colour.</summary>
/// <remarks>
/// No pattern flashes more than three times in any one second, the threshold below which flashing is safe for
/// people with photosensitive epilepsy (WCAG 2.2, success criterion 2.3.1).
/// </remarks>
public sealed class LightPattern
{
    private readonly TimeSpan length;

    private LightPattern(LightColor color, bool repeats, IEnumerable<LightStep> steps)
    {
        Color = color;
        Repeats = repeats;
        Steps = [.. steps];
        length = Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Duration);
    }

    /// <summary>The colour while lit.</summary>
    public LightColor Color { get; }

    /// <summary>Whether the steps start over at their end; else the last one stays.</summary>
    public bool Repeats { get; }

    /// <summary>The rhythm.</summary>
    public ImmutableArray<LightStep> Steps { get; }

    /// <summary>The pattern that shows a state.</summary>
    public static LightPattern Of(LightState state) => Patterns[state];

    /// <summary>Whether the light is on.</summary>
    /// <param name="sinceStart">Time since the pattern began; before that it is dark.</param>
    public bool IsLit(TimeSpan sinceStart) => sinceStart >= TimeSpan.Zero && Steps[IndexAt(sinceStart, out _)].Lit;

    /// <summary>When the next step begins.</summary>
    /// <param name="sinceStart">Time since the pattern began; negative before.</param>
    /// <returns>That time, likewise since the pattern began; null where nothing changes any more.</returns>
    public TimeSpan? NextChange(TimeSpan sinceStart)
    {
        if (sinceStart < TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var isLast = IndexAt(sinceStart, out var end) == Steps.Length - 1;
        return Steps.Length == 1 || (isLast && !Repeats) ? null : end;
    }

    private int IndexAt(TimeSpan sinceStart, out TimeSpan end)
    {
        end = Repeats ? new TimeSpan(sinceStart.Ticks / length.Ticks * length.Ticks) : TimeSpan.Zero;
        var index = 0;
        while ((end += Steps[index].Duration) <= sinceStart && index < Steps.Length - 1)
        {
            index++;
        }

        return index;
    }

    private static readonly Dictionary<LightState, LightPattern> Patterns = new()
    {
        [LightState.Fault] = Repeating(LightColor.Red, [.. Flashes(3, 0.15, 0.2), Dark(1.2)]),
        // Three stretches fill the eight seconds between "this is a long press" and the reset. 0.17 s is the
        // shortest half period of which no four flashes fit into one second.
        [LightState.ResetCountdown] = Once(LightColor.Red, [.. Flashes(3, 0.5, 0.5), .. Flashes(6, 0.25, 0.25), .. Flashes(6, 0.17, 0.17)]),
        [LightState.Updating] = Repeating(LightColor.Yellow, Flashes(1, 1, 1)),
        [LightState.Pairing] = Repeating(LightColor.Blue, Flashes(1, 0.2, 0.2)),
        [LightState.Identify] = Repeating(LightColor.White, [Lit(0.8), Dark(0.3), Lit(0.2), Dark(0.3), Lit(0.8), Dark(1.2)]),
        [LightState.Starting] = Repeating(LightColor.White, Flashes(1, 0.1, 0.9)),
        [LightState.Unclaimed] = Repeating(LightColor.Blue, [.. Flashes(2, 0.25, 0.25), Dark(1.5)]),
        [LightState.NoNetwork] = Repeating(LightColor.Orange, [.. Flashes(4, 0.25, 0.25), Dark(1.5)]),
        [LightState.Serving] = Repeating(LightColor.Green, [Lit(1)]),
    };

    private static LightPattern Repeating(LightColor color, IEnumerable<LightStep> steps) => new(color, repeats: true, steps);

    private static LightPattern Once(LightColor color, IEnumerable<LightStep> steps) => new(color, repeats: false, steps);

    private static IEnumerable<LightStep> Flashes(int count, double lit, double dark)
    {
        for (var i = 0; i < count; i++)
        {
            yield return Lit(lit);
            yield return Dark(dark);
        }
    }

    private static LightStep Lit(double seconds) => new(true, TimeSpan.FromSeconds(seconds));

    private static LightStep Dark(double seconds) => new(false, TimeSpan.FromSeconds(seconds));
}
