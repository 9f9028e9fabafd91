using System.Net;
using System.Net.Sockets;
using Hearth.Faces;
using Hearth.Linux;
using Hearth.Network;
using Microsoft.Extensions.Logging;

namespace Hearth.Node;

/// <summary>What listens to the network: UDP and TCP on the addresses that were asked for, and the multicast group.</summary>
internal sealed partial class NetworkListeners(FaceSystem faces, EventLoop loop, ILogger log) : IDisposable
{
    private readonly List<UdpChannel> channels = [];
    private readonly List<StreamListener> listeners = [];
    private readonly Dictionary<IPAddress, MulticastTransport> groups = [];
    private long refusedByGone;

    /// <summary>The UDP sockets, one a family or address.</summary>
    public IReadOnlyList<UdpChannel> Channels => channels;

    /// <summary>
    /// What waits in the kernel to be read from all UDP sockets, the most that may, and how many datagrams found no room there.
    /// </summary>
    public (long Used, long Limit, long Refused) Receiving
    {
        get
        {
            var (used, limit, refused) = (0L, 0L, refusedByGone);
            channels.ForEach(channel => Add(channel.Receiving));
            foreach (var group in groups.Values)
            {
                Add(group.Receiving);
            }

            return (used, limit, refused);

            void Add((long Used, long Limit, long Refused) one) =>
                (used, limit, refused) = (used + one.Used, limit + one.Limit, refused + one.Refused);
        }
    }

    /// <summary>The UDP port; where the kernel chose one a family, IPv4's.</summary>
    public ushort UdpPort => (ushort)channels[0].Local.Port;

    /// <summary>The TCP listeners.</summary>
    public IReadOnlyList<StreamListener> TcpListeners => listeners;

    /// <summary>Listens. <see cref="IPAddress.IPv6Any"/> is every address of both families.</summary>
    /// <exception cref="IOException">An address is taken or not ours; says what to do.</exception>
    public void Listen(IPAddress bind, ushort port)
    {
        IPAddress[] addresses = bind.Equals(IPAddress.IPv6Any) ? [IPAddress.Any, IPAddress.IPv6Any] : [bind];
        foreach (var address in addresses)
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
            {
                continue;
            }

            Listen(new IPEndPoint(address, port));
        }
    }

    /// <summary>
    /// Has a face for the multicast group at each of these addresses, and at no others; an interface that refuses is left
    /// out until its addresses change.
    /// </summary>
    public void JoinGroup(IReadOnlyCollection<IPAddress> addresses)
    {
        foreach (var gone in groups.Keys.Except(addresses).ToArray())
        {
            groups.Remove(gone, out var transport);
            faces.Close(transport!, FaceCloseReason.LinkGone);
            refusedByGone += transport!.Receiving.Refused;
        }

        foreach (var local in addresses.Except(groups.Keys).ToArray())
        {
            Join(local);
        }
    }

    /// <summary>Where on these links the group is: one IPv4 address a link, rather one that somebody gave out.</summary>
    public static IReadOnlyCollection<IPAddress> GroupAddresses(IReadOnlyList<NetworkLink> links) =>
    [
        .. links.Where(link => link.IsShared).SelectMany(link => link.Addresses
            .Where(address => address.Address.AddressFamily == AddressFamily.InterNetwork)
            .OrderBy(address => address.IsLinkLocal).Take(1).Select(address => address.Address)).Distinct(),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        channels.ForEach(channel => channel.Dispose());
        listeners.ForEach(listener => listener.Dispose());
    }

    private void Join(IPAddress local)
    {
        try
        {
            var transport = new MulticastTransport(faces, loop, local);
            if (faces.TryOpen(transport, MulticastTransport.Describe(local)))
            {
                groups.Add(local, transport);
            }
            else
            {
                transport.Dispose();
            }
        }
        catch (Exception refusal) when (refusal is SocketException or IOException)
        {
            LogNoGroup(refusal.Message);
        }
    }

    private void Listen(IPEndPoint local)
    {
        try
        {
            channels.Add(new UdpChannel(faces, loop, local));
            listeners.Add(new StreamListener(faces, loop, local));
        }
        catch (SocketException refusal)
        {
            throw new IOException(refusal.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"port {local.Port} is taken; stop the other forwarder, or choose another with --port"
                : $"cannot listen on {local.Address} ({refusal.Message}); choose an address of this machine with --bind");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "a network interface takes no multicast ({Error}); neighbours there are not found")]
    private partial void LogNoGroup(string error);
}
