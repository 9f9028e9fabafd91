using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Hearth.Faces;
using Hearth.Linux;
using Microsoft.Extensions.Logging;

namespace Hearth.Node;

/// <summary>What listens to the network: UDP and TCP on the addresses that were asked for, and the multicast group.</summary>
internal sealed partial class NetworkListeners(FaceSystem faces, EventLoop loop, ILogger log) : IDisposable
{
    private readonly List<UdpChannel> channels = [];
    private readonly List<StreamListener> listeners = [];

    /// <summary>The UDP sockets, one a family or address.</summary>
    public IReadOnlyList<UdpChannel> Channels => channels;

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

    /// <summary>Joins the multicast group where the bound addresses are; an interface that refuses is left out.</summary>
    public void JoinGroup(IPAddress bind)
    {
        foreach (var local in MulticastAddresses(bind))
        {
            try
            {
                var transport = new MulticastTransport(faces, loop, local);
                if (!faces.TryOpen(transport, MulticastTransport.Describe(local)))
                {
                    transport.Dispose();
                }
            }
            catch (SocketException refusal)
            {
                LogNoGroup(refusal.SocketErrorCode);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        channels.ForEach(channel => channel.Dispose());
        listeners.ForEach(listener => listener.Dispose());
    }

    private static IEnumerable<IPAddress> MulticastAddresses(IPAddress bind)
    {
        if (!bind.Equals(IPAddress.Any) && !bind.Equals(IPAddress.IPv6Any))
        {
            return bind.AddressFamily == AddressFamily.InterNetwork ? [bind] : [];
        }

        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.SupportsMulticast
                && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Select(network => network.GetIPProperties().UnicastAddresses
                .FirstOrDefault(address => address.Address.AddressFamily == AddressFamily.InterNetwork)?.Address)
            .OfType<IPAddress>();
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
    private partial void LogNoGroup(SocketError error);
}
