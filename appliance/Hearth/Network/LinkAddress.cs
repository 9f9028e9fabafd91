using System.Net;
using System.Net.Sockets;

namespace Hearth.Network;

/// <summary>An address of a network interface and the subnet that it is in.</summary>
/// <param name="Address">The address, without a scope.</param>
/// <param name="PrefixLength">Leading bits that all hosts of the subnet share.</param>
internal sealed record LinkAddress(IPAddress Address, int PrefixLength)
{
    /// <summary>Whether the address means something on its own link alone (RFC 3927, RFC 4291 section 2.5.6).</summary>
    public bool IsLinkLocal => Address.AddressFamily == AddressFamily.InterNetwork
        ? Address.GetAddressBytes() is [169, 254, ..]
        : Address.IsIPv6LinkLocal;

    /// <summary>Whether <paramref name="other"/> is in the same subnet.</summary>
    public bool Shares(IPAddress other)
    {
        if (other.AddressFamily != Address.AddressFamily)
        {
            return false;
        }

        var own = Address.GetAddressBytes();
        var others = other.GetAddressBytes();
        for (var bit = 0; bit < PrefixLength; bit += 8)
        {
            var mask = PrefixLength - bit >= 8 ? 0xff : 0xff << (8 - (PrefixLength - bit));
            if (((own[bit / 8] ^ others[bit / 8]) & mask & 0xff) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
