using System.Net;
using System.Net.Sockets;
using Hearth.Linux;

namespace Hearth.Discovery;

/// <summary>
/// Port 5353 of one address family on all links: each datagram comes with its link, and goes out by the link that is
/// named. The port is shared with whatever else on the machine speaks multicast DNS.
/// </summary>
internal sealed class MulticastSocket : IReady, IDisposable
{
    // include/uapi/asm-generic/socket.h, in.h, in6.h: .NET has no names for these.
    private const int LevelSocket = 1;
    private const int ReuseAddress = 2;
    private const int ReusePort = 15;
    private const int MulticastAll4 = 49;
    private const int MulticastAll6 = 29;
    private const int TimeToLive4 = 2;
    private const int UnicastHops6 = 16;

    // All multicast DNS is sent so (RFC 6762 section 11): older receivers look at it.
    private const byte HopLimit = 255;

    // Datagrams read before other descriptors have their turn.
    private const int DatagramsPerEvent = 32;

    // RFC 6762 section 17: no message is longer.
    private const int LongestMessage = 9000;

    private readonly byte[] buffer = new byte[LongestMessage];
    private readonly EventLoop loop;
    private readonly Socket socket;
    private readonly AddressFamily family;
    private readonly IPAddress group;
    private readonly MulticastReceiver receiver;
    private readonly HashSet<int> joined = [];
    private readonly int slot;
    private int outgoing;

    /// <summary>Binds.</summary>
    /// <exception cref="SocketException">The family is switched off, or a program has the port for itself.</exception>
    public MulticastSocket(EventLoop loop, AddressFamily family, MulticastReceiver receiver)
    {
        this.loop = loop;
        this.family = family;
        this.receiver = receiver;
        group = family == AddressFamily.InterNetwork ? MulticastDns.GroupIPv4 : MulticastDns.GroupIPv6;
        socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            Prepare();
            slot = loop.Add((int)socket.Handle, this);
        }
        catch (Exception refusal) when (refusal is SocketException or IOException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Datagrams that the system did not take.</summary>
    public long Refused { get; private set; }

    /// <summary>Datagrams that came and found no room in the kernel.</summary>
    public long Unread => SocketMemory.Receiving(socket).Refused;

    private SocketOptionLevel Level => family == AddressFamily.InterNetwork ? SocketOptionLevel.IP : SocketOptionLevel.IPv6;

    /// <summary>Hears the group on a link; false when the system does not let it.</summary>
    public bool TryJoin(int link)
    {
        if (joined.Contains(link))
        {
            return true;
        }

        try
        {
            Membership(SocketOptionName.AddMembership, link);
        }
        catch (SocketException)
        {
            return false;
        }

        return joined.Add(link);
    }

    /// <summary>Hears it no longer.</summary>
    public void Leave(int link)
    {
        if (!joined.Remove(link))
        {
            return;
        }

        try
        {
            Membership(SocketOptionName.DropMembership, link);
        }
        catch (SocketException)
        {
            // The link is gone, and the membership with it.
        }
    }

    /// <summary>Sends to the group on a link.</summary>
    public void Multicast(int link, ReadOnlySpan<byte> message)
    {
        if (!joined.Contains(link))
        {
            return;
        }

        if (family == AddressFamily.InterNetworkV6)
        {
            Send(new IPEndPoint(new IPAddress(group.GetAddressBytes(), link), MulticastDns.Port), message);
            return;
        }

        try
        {
            if (outgoing != link)
            {
                socket.SetSocketOption(Level, SocketOptionName.MulticastInterface, IPAddress.HostToNetworkOrder(link));
                outgoing = link;
            }
        }
        catch (SocketException)
        {
            Refused++;
            return;
        }

        Send(new IPEndPoint(group, MulticastDns.Port), message);
    }

    /// <summary>Sends to one host.</summary>
    public void Send(IPEndPoint receiver, ReadOnlySpan<byte> message)
    {
        try
        {
            socket.SendTo(message, receiver);
        }
        catch (SocketException)
        {
            Refused++;
        }
    }

    /// <inheritdoc/>
    public void OnReady(bool readable, bool writable)
    {
        try
        {
            for (var i = 0; i < DatagramsPerEvent && (i == 0 || socket.Available > 0); i++)
            {
                var flags = SocketFlags.None;
                EndPoint sender = new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
                var size = socket.ReceiveMessageFrom(buffer, ref flags, ref sender, out var arrival);
                if ((flags & SocketFlags.Truncated) == 0)
                {
                    receiver(arrival.Interface, (IPEndPoint)sender, arrival.Address, buffer.AsSpan(0, size));
                }
            }
        }
        catch (SocketException)
        {
            // What was announced is gone (a wrong checksum, for example); there is nothing to read.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        loop.Remove(slot, (int)socket.Handle);
        socket.Dispose();
    }

    private void Prepare()
    {
        ReadOnlySpan<byte> on = [1, 0, 0, 0];
        socket.SetRawSocketOption(LevelSocket, ReuseAddress, on);
        socket.SetRawSocketOption(LevelSocket, ReusePort, on);
        var any = IPAddress.Any;
        if (family == AddressFamily.InterNetworkV6)
        {
            any = IPAddress.IPv6Any;
            socket.DualMode = false;
        }

        // Unless this is off, the socket also hears what other sockets of the machine joined for.
        socket.SetRawSocketOption(
            (int)Level, family == AddressFamily.InterNetwork ? MulticastAll4 : MulticastAll6, [0, 0, 0, 0]);
        socket.SetSocketOption(Level, SocketOptionName.PacketInformation, true);
        socket.SetSocketOption(Level, SocketOptionName.MulticastTimeToLive, HopLimit);
        socket.SetRawSocketOption((int)Level, family == AddressFamily.InterNetwork ? TimeToLive4 : UnicastHops6, [HopLimit, 0, 0, 0]);
        socket.Bind(new IPEndPoint(any, MulticastDns.Port));
    }

    private void Membership(SocketOptionName change, int link)
    {
        if (family == AddressFamily.InterNetwork)
        {
            socket.SetSocketOption(Level, change, new MulticastOption(group, link));
        }
        else
        {
            socket.SetSocketOption(Level, change, new IPv6MulticastOption(group, link));
        }
    }
}
