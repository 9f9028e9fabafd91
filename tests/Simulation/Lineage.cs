namespace Hearth.Tests;

/// <summary>Where an Interest has been: what no node knows, and the oracle does.</summary>
/// <param name="Path">A bit for each node that has put it on a link.</param>
/// <param name="FromNetwork">Whether it came over a link.</param>
internal readonly record struct Lineage(int Path, bool FromNetwork);
