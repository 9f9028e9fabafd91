using System.Net;
using System.Net.Sockets;
using Hearth.Forwarding;
using Hearth.Linux;
using Hearth.Protocol.Link;

namespace Hearth.Faces;

/// <summary>
/// One UDP socket and all unicast faces that share it. A datagram from an unknown sender opens an on-demand face;
/// a dialled face sends from the same port, so that its peer sees one neighbour and not two.
/// </summary>
internal sealed class UdpChannel : IReady, IDisposable
{
    // Bounds how long other faces wait behind this socket.
    private const int BatchesPerEvent = 4;

    // What the kernel may hold while the loop is busy: a few milliseconds at a gigabit. Linux caps it at rmem_max.
    private const int SocketBufferSize = 4 << 20;

    private readonly FaceSystem faces;
    private readonly EventLoop loop;
    private readonly Socket socket;
    private readonly int descriptor;
    private readonly int slot;
    private readonly IncomingDatagrams incoming = new();
    private readonly OutgoingDatagrams outgoing = new();
    private readonly Dictionary<SocketAddressKey, UdpTransport> transports = [];
    private long everQueued;
    private TimeSpan nextLook;

    /// <summary>Binds.</summary>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public UdpChannel(FaceSystem faces, EventLoop loop, IPEndPoint local)
    {
        this.faces = faces;
        this.loop = loop;
        socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        if (local.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.DualMode = false;
        }

        socket.ReceiveBufferSize = SocketBufferSize;
        socket.SendBufferSize = SocketBufferSize;
        SendBufferSize = socket.SendBufferSize;
        IncomingDatagrams.PutTogether(socket);
        socket.Bind(local);
        Local = (IPEndPoint)socket.LocalEndPoint!;
        descriptor = (int)socket.Handle;
        slot = loop.Add(descriptor, this);
    }

    /// <summary>What waits in the kernel until the network card has it, for all peers; looked at as often as a delay matters.</summary>
    public SendBacklog Backlog { get; } = new();

    /// <summary>What the kernel lets wait until the network card has it, in bytes of its own count.</summary>
    public int SendBufferSize { get; }

    /// <summary>What waits in the kernel to be read, the most that may, and how many datagrams found no room there.</summary>
    public (long Used, long Limit, long Refused) Receiving => SocketMemory.Receiving(socket);

    /// <summary>The bound address.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Datagrams that were longer than any packet, or could not become a face.</summary>
    public long Refused { get; private set; }

    /// <summary>Datagrams that the system did not take: full buffers, no route.</summary>
    public long Dropped { get; private set; }

    /// <summary>The face to <paramref name="remote"/>; null when there is none.</summary>
    public UdpTransport? Find(IPEndPoint remote) => transports.GetValueOrDefault(SocketAddressKey.Of(remote));

    /// <summary>Opens a face to <paramref name="remote"/>, to which there is none; null when there is no room.</summary>
    public UdpTransport? Open(IPEndPoint remote, FacePersistency persistency, int? mtu) =>
        Open(SocketAddressKey.Of(remote), persistency, mtu);

    /// <inheritdoc/>
    public void OnReady(bool readable, bool writable)
    {
        for (var batch = 0; batch < BatchesPerEvent; batch++)
        {
            var count = incoming.Receive(descriptor);
            for (var i = 0; i < count; i++)
            {
                Accept(i);
            }

            if (count < IncomingDatagrams.Capacity)
            {
                break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        loop.Remove(slot, descriptor);
        socket.Dispose();
    }

    internal void Send(in SocketAddressKey receiver, ReadOnlySpan<byte> packet)
    {
        everQueued += packet.Length;
        if (outgoing.Count == OutgoingDatagrams.Capacity)
        {
            Flush();
        }

        outgoing.Add(packet, receiver);
    }

    internal void Flush()
    {
        Dropped += outgoing.Send(descriptor);
        if (faces.Now >= nextLook)
        {
            nextLook = faces.Now + CongestionMarker.Target;
            Backlog.Report(everQueued, Math.Clamp(LibC.Unsent(descriptor), 0, everQueued), faces.Now);
        }
    }

    internal void Forget(in SocketAddressKey remote) => transports.Remove(remote);

    private void Accept(int index)
    {
        if (!incoming.TryGet(index, out var datagrams, out var size, out var sender))
        {
            Refused++;
            return;
        }

        if (!transports.TryGetValue(sender, out var transport))
        {
            transport = Open(sender, FacePersistency.OnDemand, mtu: null);
            if (transport is null)
            {
                Refused++;
                return;
            }
        }

        do
        {
            var datagram = datagrams[..Math.Min(size, datagrams.Length)];
            faces.Receive(transport, datagram);
            datagrams = datagrams[datagram.Length..];
        }
        while (!datagrams.IsEmpty);
    }

    private UdpTransport? Open(in SocketAddressKey remote, FacePersistency persistency, int? mtu)
    {
        var transport = new UdpTransport(faces, this, remote);
        if (!faces.TryOpen(transport, UdpTransport.Describe(remote.ToEndPoint(), Local, persistency, mtu)))
        {
            return null;
        }

        transports.Add(remote, transport);
        return transport;
    }
}
