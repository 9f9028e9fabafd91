namespace Hearth.Bench.Plots;

/// <summary>One axis of a plot.</summary>
/// <param name="Title">What it shows, with its unit.</param>
/// <param name="Ticks">Where it is labelled, rising; the first and the last are its ends.</param>
/// <param name="Format">How a tick is written.</param>
/// <param name="IsLogarithmic">Whether equal steps are equal factors.</param>
internal sealed record Axis(string Title, IReadOnlyList<double> Ticks, Func<double, string> Format, bool IsLogarithmic = false)
{
    /// <summary>Where a value stands between the axis's ends, from 0 to 1.</summary>
    public double Position(double value) => (Scale(value) - Scale(Ticks[0])) / (Scale(Ticks[^1]) - Scale(Ticks[0]));

    /// <summary>Ticks from 0 to a round number that is no less than <paramref name="most"/>.</summary>
    public static IReadOnlyList<double> From0To(double most)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(most)));
        var step = ((double[])[0.2, 0.5, 1, 2]).Select(factor => factor * magnitude).First(step => most / step <= 6);
        return [.. Enumerable.Range(0, (int)Math.Ceiling(most / step) + 1).Select(i => i * step)];
    }

    private double Scale(double value) => IsLogarithmic ? Math.Log10(value) : value;
}
