namespace Hearth.Bench;

/// <summary>Something known, measured on the same machine in the same way.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its figure, in the unit of the figure that it stands beside.</param>
internal sealed record Gauge(string Name, double Value);
