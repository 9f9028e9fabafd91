namespace Hearth.Bench.Plots;

/// <summary>One bar of a plot.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">How long it is.</param>
/// <param name="Aim">Where its aim stands; null for none.</param>
/// <param name="Other">What it is compared with; null for nothing.</param>
/// <param name="OtherLabel">Whose figure that is.</param>
internal sealed record Bar(string Label, double Value, double? Aim, double? Other = null, string OtherLabel = "");
