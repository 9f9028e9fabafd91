namespace Hearth.Bench;

/// <summary>Something known, measured on the same machine in the same run.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its figure.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record Gauge(string Name, double Value, string Unit);
