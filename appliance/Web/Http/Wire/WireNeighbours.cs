namespace Hearth.Web.Http.Wire;

/// <summary>Other appliances on the local network.</summary>
internal sealed record WireNeighbours(int Known, int Routed, long Refused, long NoRoom, long Unread);
