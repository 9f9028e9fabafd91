namespace Hearth.Bench;

/// <summary>One measured figure beside what it should be and what it should be judged by.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Samples">The measurements, in the unit's own scale; the median is the figure.</param>
/// <param name="Unit">MB (10^6 bytes), ms, or a multiple of something that the gauges say: G, ×.</param>
/// <param name="Aim">What it should be, in the same unit; null where nothing was asked for.</param>
/// <param name="Gauges">Something known that was measured beside it, to judge the machine by.</param>
internal sealed record Figure(string Name, IReadOnlyList<double> Samples, string Unit, Aim? Aim, IReadOnlyList<Gauge> Gauges)
{
    /// <summary>The middle sample.</summary>
    public double Median => MedianOf(Samples);

    /// <summary>The middle of some samples; of an even number, the upper one.</summary>
    public static double MedianOf(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
