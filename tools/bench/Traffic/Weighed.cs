namespace Hearth.Bench.Traffic;

/// <summary>Exchanges a second, and exchanges for each second of processor time that was used.</summary>
internal sealed record Weighed(double PerSecond, double PerCpuSecond);
