using System.Net;
using Hearth.Protocol;

namespace Hearth.Faces;

/// <summary>How long a datagram to an address may be without being cut up on its way.</summary>
internal static class PathMtu
{
    /// <summary>
    /// Fits every path that home connections have: 1,500 less IPv6 and UDP headers (48) and the usual tunnels (PPPoE 8,
    /// WireGuard or 6in4 up to 24).
    /// </summary>
    public const int Safe = 1420;

    /// <summary>The MTU towards <paramref name="address"/> in bytes of UDP payload.</summary>
    public static int Of(IPAddress address) => IPAddress.IsLoopback(address) ? PacketLimits.MaxPacketSize : Safe;
}
