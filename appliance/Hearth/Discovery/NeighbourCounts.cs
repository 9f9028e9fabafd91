namespace Hearth.Discovery;

/// <summary>How many neighbours there are.</summary>
/// <param name="Known">Nodes that announce themselves on the links.</param>
/// <param name="Routed">Those of them whose namespace is routed.</param>
/// <param name="Refused">How often one was not what it said.</param>
/// <param name="NoRoom">How often one found no room.</param>
/// <param name="Unread">Messages of the link that were not read.</param>
/// <param name="Records">Records of their services that are kept.</param>
/// <param name="RecordsRefused">Records that were not kept, and messages about them that were not sent, as too many waited.</param>
internal sealed record NeighbourCounts(int Known, int Routed, long Refused, long NoRoom, long Unread, int Records, long RecordsRefused)
{
    /// <summary>Nobody.</summary>
    public static NeighbourCounts None { get; } = new(0, 0, 0, 0, 0, 0, 0);
}
