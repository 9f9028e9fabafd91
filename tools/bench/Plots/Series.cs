namespace Hearth.Bench.Plots;

/// <summary>One line of a plot, named at its right end.</summary>
/// <param name="Label">What it is, in a word or two.</param>
/// <param name="Color">A CSS colour; two lines that are compared share one, and the second is dashed.</param>
/// <param name="IsDashed">Whether it is the one that the other is compared with.</param>
/// <param name="Points">From left to right.</param>
internal sealed record Series(string Label, string Color, bool IsDashed, IReadOnlyList<(double X, double Y)> Points);
