namespace Hearth.Web.Http.Wire;

/// <summary>Packets over all faces, since start.</summary>
internal sealed record WireTraffic(PacketCounters In, PacketCounters Out);
