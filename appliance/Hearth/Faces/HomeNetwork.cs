using System.Net;
using System.Net.Sockets;

namespace Hearth.Faces;

/// <summary>Which addresses are those of a home's own network.</summary>
internal static class HomeNetwork
{
    /// <summary>Whether an address is private (RFC 1918), link-local (RFC 3927, RFC 4291) or unique-local (RFC 4193), or this machine's own.</summary>
    public static bool Includes(IPAddress address) =>
        IPAddress.IsLoopback(address) || (address.AddressFamily == AddressFamily.InterNetwork
            ? address.GetAddressBytes() is [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [169, 254, ..]
            : address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal);
}
