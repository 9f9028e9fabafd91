using System.Net;
using System.Net.Sockets;

namespace Hearth.Network;

/// <summary>A network interface as it stands. Equal when all of it is.</summary>
/// <param name="Index">The kernel's number for it; not given to another interface while the machine runs.</param>
/// <param name="Name">Such as <c>eth0</c>.</param>
/// <param name="Flags">What it can and does.</param>
/// <param name="Addresses">Those in use: checked for duplicates and not deprecated.</param>
internal sealed record NetworkLink(int Index, string Name, LinkFlags Flags, IReadOnlyList<LinkAddress> Addresses)
{
    /// <summary>Whether it is switched on and has a carrier.</summary>
    public bool IsUp => Flags.HasFlag(LinkFlags.Up | LinkFlags.Running);

    /// <summary>Whether neighbours can be there: up, multicast, and not the machine itself nor a tunnel.</summary>
    public bool IsShared => IsUp && (Flags & (LinkFlags.Multicast | LinkFlags.Loopback | LinkFlags.PointToPoint)) == LinkFlags.Multicast;

    /// <summary>Whether it leads to a network: an address other than link-local, which somebody gave out.</summary>
    public bool HasNetwork => IsUp && !Flags.HasFlag(LinkFlags.Loopback) && Addresses.Any(address => !address.IsLinkLocal);

    /// <summary>Whether a host with this address is on the link (RFC 6762 section 11).</summary>
    public bool IsOnLink(IPAddress host) => Addresses.Any(address => address.Shares(host));

    /// <summary>Whether the address is one of the interface's own; the scope does not count.</summary>
    public bool IsOwn(IPAddress host) => Addresses.Any(address => address.Address.GetAddressBytes().AsSpan().SequenceEqual(host.GetAddressBytes()));

    /// <summary>Whether it has an address of the family.</summary>
    public bool Speaks(AddressFamily family) => Addresses.Any(address => address.Address.AddressFamily == family);

    /// <inheritdoc/>
    public bool Equals(NetworkLink? other) =>
        other is not null && Index == other.Index && Name == other.Name && Flags == other.Flags && Addresses.SequenceEqual(other.Addresses);

    /// <inheritdoc/>
    public override int GetHashCode() => Index;
}
