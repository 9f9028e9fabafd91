using System.Net;
using System.Net.Sockets;

namespace Hearth.Tests.Machine.Network;

/// <summary>QEMU's user-mode network: the machine sees a router with DHCP, and ports of its own come out at 127.0.0.1.</summary>
internal sealed class HostForward : INetworkCable
{
    /// <summary>TCP port here that leads to the panel.</summary>
    public int Web { get; } = FreePort(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>TCP and UDP port here that leads to NDN's 6363.</summary>
    public int Ndn { get; } = FreePort(SocketType.Dgram, ProtocolType.Udp);

    /// <summary>TCP port here that leads to the WebSocket.</summary>
    public int WebSocket { get; } = FreePort(SocketType.Stream, ProtocolType.Tcp);

    public string Netdev =>
        $"user,id=net0,hostfwd=tcp:127.0.0.1:{Web}-:80,hostfwd=tcp:127.0.0.1:{Ndn}-:6363,hostfwd=udp:127.0.0.1:{Ndn}-:6363,hostfwd=tcp:127.0.0.1:{WebSocket}-:9696";

    public string? MacAddress => null;

    public IReadOnlyList<string> Prefix => [];

    public Uri Panel => new($"http://127.0.0.1:{Web}/");

    private static int FreePort(SocketType type, ProtocolType protocol)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, type, protocol);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
