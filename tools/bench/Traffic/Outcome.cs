namespace Hearth.Bench.Traffic;

/// <summary>What came of a <see cref="Load"/>.</summary>
/// <param name="Data">Data packets that came.</param>
/// <param name="Other">What came and was no Data.</param>
/// <param name="Lost">Interests that were given up.</param>
/// <param name="Bytes">Bytes of Data packets.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Latencies">Time of each exchange in microseconds, rising; empty where they were not taken.</param>
internal sealed record Outcome(long Data, long Other, long Lost, long Bytes, TimeSpan Duration, double[] Latencies)
{
    /// <summary>Data packets a second.</summary>
    public double Rate => Data / Duration.TotalSeconds;

    /// <summary>The time in microseconds that this share of the exchanges stayed within.</summary>
    public double Percentile(double share) => Latencies[Math.Min(Latencies.Length - 1, (int)(share * Latencies.Length))];
}
