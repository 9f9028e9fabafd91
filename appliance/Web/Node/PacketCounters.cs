namespace Hearth.Web;

/// <summary>Packets and bytes in one direction, since start.</summary>
public readonly record struct PacketCounters(long Interests, long Data, long Nacks, long Bytes);
