using System.Net;
using System.Net.Sockets;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Linux;

namespace Hearth.Faces;

/// <summary>Listens for TCP or Unix connections; each becomes an on-demand face.</summary>
internal sealed class StreamListener : IReady, IDisposable
{
    // Connections wait here while the loop is busy; Linux caps it at net.core.somaxconn.
    private const int Backlog = 1024;
    private const int AcceptsPerEvent = 64;

    private readonly FaceSystem faces;
    private readonly EventLoop loop;
    private readonly Socket socket;
    private readonly int slot;

    /// <summary>Listens on <paramref name="local"/>.</summary>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public StreamListener(FaceSystem faces, EventLoop loop, EndPoint local)
    {
        this.faces = faces;
        this.loop = loop;
        var protocol = local.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp;
        socket = new Socket(local.AddressFamily, SocketType.Stream, protocol) { Blocking = false };
        if (protocol == ProtocolType.Tcp)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }
        }

        socket.Bind(local);
        socket.Listen(Backlog);
        Local = socket.LocalEndPoint!;
        slot = loop.Add((int)socket.Handle, this);
    }

    /// <summary>The bound address.</summary>
    public EndPoint Local { get; }

    /// <summary>Connections that could not become a face.</summary>
    public long Refused { get; private set; }

    /// <inheritdoc/>
    public void OnReady(bool readable, bool writable)
    {
        for (var i = 0; i < AcceptsPerEvent && socket.Poll(0, SelectMode.SelectRead); i++)
        {
            Socket? connection = null;
            try
            {
                connection = socket.Accept();
                Open(connection);
            }
            catch (Exception refusal) when (refusal is SocketException or IOException)
            {
                // The peer left the queue again, or the kernel has no room; either way the listener goes on.
                connection?.Dispose();
                Refused++;
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        loop.Remove(slot, (int)socket.Handle);
        socket.Dispose();
    }

    private void Open(Socket connection)
    {
        var info = connection.RemoteEndPoint is IPEndPoint remote
            ? DescribeTcp(remote, (IPEndPoint)connection.LocalEndPoint!, FacePersistency.OnDemand)
            : DescribeUnix((int)connection.Handle);
        var transport = new StreamTransport(faces, loop, connection);
        if (!faces.TryOpen(transport, info))
        {
            transport.Dispose();
            Refused++;
        }
    }

    /// <summary>Properties of a TCP face. Programs on the same machine count as local, as with NFD.</summary>
    public static FaceInfo DescribeTcp(IPEndPoint remote, IPEndPoint local, FacePersistency persistency) =>
        new(FaceUri.Of("tcp", remote).ToString(), FaceUri.Of("tcp", local).ToString())
        {
            Scope = IPAddress.IsLoopback(remote.Address) ? FaceScope.Local : FaceScope.NonLocal,
            IsAtHome = HomeNetwork.Includes(remote.Address),
            Persistency = persistency,
            LinkType = LinkType.PointToPoint,
        };

    private FaceInfo DescribeUnix(int descriptor) => new(FaceUri.OfDescriptor(descriptor).ToString(), FaceUri.OfUnix(Local.ToString()!).ToString())
    {
        Scope = FaceScope.Local,
        Persistency = FacePersistency.OnDemand,
        LinkType = LinkType.PointToPoint,
    };
}
