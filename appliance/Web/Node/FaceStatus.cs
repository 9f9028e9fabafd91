namespace Hearth.Web;

/// <summary>One face.</summary>
/// <param name="Id">The face's number.</param>
/// <param name="Uri">Its remote URI, for example <c>udp4://192.0.2.1:6363</c>. Shown to the owner alone; others see the scheme.</param>
/// <param name="Local">True for the scope <c>local</c>.</param>
/// <param name="In">What came in.</param>
/// <param name="Out">What went out.</param>
public sealed record FaceStatus(long Id, string Uri, bool Local, PacketCounters In, PacketCounters Out);
