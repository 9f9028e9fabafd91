using System.Net;
using System.Net.Sockets;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Linux;

namespace Hearth.Faces;

/// <summary>
/// The NDN multicast group on one network interface. It sends from a socket of its own, so that what it hears of
/// itself can be told from its neighbours.
/// </summary>
internal sealed class MulticastTransport : Transport, IReady
{
    /// <summary>The group that NFD uses on IPv4.</summary>
    public static readonly IPAddress Group = IPAddress.Parse("224.0.23.170");

    /// <summary>The port that NFD uses.</summary>
    public const int Port = 56363;

    // IP_MULTICAST_ALL (include/uapi/linux/in.h). Unless it is off, a socket also hears what other sockets of the machine
    // joined for: every face would hear every interface, and the node its own packets on its other faces.
    private const int MulticastAll = 49;

    private readonly EventLoop loop;
    private readonly Socket listening;
    private readonly Socket sending;
    private readonly int slot;
    private readonly SocketAddressKey self;
    private readonly SocketAddressKey group = SocketAddressKey.Of(new IPEndPoint(Group, Port));
    private readonly IncomingDatagrams incoming = new();
    private readonly OutgoingDatagrams outgoing = new();
    private (long Used, long Limit, long Refused) last;
    private bool released;

    /// <summary>Joins the group on the interface that has the address <paramref name="local"/>.</summary>
    /// <exception cref="SocketException">The interface takes no multicast.</exception>
    public MulticastTransport(FaceSystem faces, EventLoop loop, IPAddress local)
        : base(faces)
    {
        this.loop = loop;
        listening = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        sending = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            listening.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listening.Bind(new IPEndPoint(Group, Port));
            listening.SetRawSocketOption((int)SocketOptionLevel.IP, MulticastAll, [0, 0, 0, 0]);
            listening.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group, local));
            sending.Bind(new IPEndPoint(local, 0));
            sending.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, local.GetAddressBytes());
            sending.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 1);
            self = SocketAddressKey.Of((IPEndPoint)sending.LocalEndPoint!);
            slot = loop.Add((int)listening.Handle, this);
        }
        catch (Exception refusal) when (refusal is SocketException or IOException)
        {
            listening.Dispose();
            sending.Dispose();
            throw;
        }
    }

    /// <summary>Datagrams that the system did not take.</summary>
    public long Refused { get; private set; }

    /// <summary>
    /// What waits in the kernel to be read, the most that may, and how many datagrams found no room there; once it is
    /// released, how many they were at last.
    /// </summary>
    public (long Used, long Limit, long Refused) Receiving => released ? last : SocketMemory.Receiving(listening);

    /// <summary>The face's properties.</summary>
    public static FaceInfo Describe(IPAddress local) =>
        new(FaceUri.Of("udp", new IPEndPoint(Group, Port)).ToString(), FaceUri.Of("udp", new IPEndPoint(local, Port)).ToString())
        {
            Scope = FaceScope.NonLocal,
            Persistency = FacePersistency.Permanent,
            LinkType = LinkType.MultiAccess,
            IsAtHome = true,
            Mtu = PathMtu.Of(local),
        };

    /// <inheritdoc/>
    public void OnReady(bool readable, bool writable)
    {
        var count = incoming.Receive((int)listening.Handle);
        for (var i = 0; i < count; i++)
        {
            if (incoming.TryGet(i, out var datagram, out _, out var sender) && !sender.Equals(self))
            {
                Faces.Receive(this, datagram, sender.Number);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        last = (0, 0, Receiving.Refused);
        released = true;
        loop.Remove(slot, (int)listening.Handle);
        listening.Dispose();
        sending.Dispose();
    }

    /// <inheritdoc/>
    protected override void Enqueue(ReadOnlySpan<byte> packet)
    {
        if (outgoing.Count == OutgoingDatagrams.Capacity)
        {
            FlushQueue();
        }

        outgoing.Add(packet, group);
    }

    /// <inheritdoc/>
    protected override void FlushQueue()
    {
        // A face that was destroyed in this batch has no descriptor any more; its number may be another's.
        if (!released)
        {
            Refused += outgoing.Send((int)sending.Handle);
        }
    }
}
