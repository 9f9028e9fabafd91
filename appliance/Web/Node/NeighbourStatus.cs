namespace Hearth.Web;

/// <summary>Other appliances on the local network.</summary>
/// <param name="Known">Those that announce themselves.</param>
/// <param name="Routed">Those of them whose namespace is reached over them, as they proved whose they are.</param>
/// <param name="Refused">How often one could not prove it.</param>
/// <param name="NoRoom">How often one found no room.</param>
/// <param name="Unread">Messages of the link that were not read: too many at a time, malformed, or from elsewhere.</param>
public readonly record struct NeighbourStatus(int Known, int Routed, long Refused, long NoRoom, long Unread);
