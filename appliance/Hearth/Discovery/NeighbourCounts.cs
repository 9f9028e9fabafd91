namespace Hearth.Discovery;

/// <summary>How many neighbours there are.</summary>
/// <param name="Known">Nodes that announce themselves on the links.</param>
/// <param name="Routed">Those of them whose namespace is routed.</param>
/// <param name="Refused">How often one was not what it said.</param>
internal sealed record NeighbourCounts(int Known, int Routed, long Refused);
