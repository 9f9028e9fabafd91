using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Tests;

/// <summary>One node: a forwarder, and what hangs on its faces. It watches whatever the forwarder sends.</summary>
internal sealed class WorldNode : IFaceTransmitter
{
    private static readonly Name Localhost = Name.Parse("/localhost");
    private static readonly Name Localhop = Name.Parse("/localhop");

    private readonly World world;
    private readonly Dictionary<FaceId, Port> ports = [];

    // What came, as the forwarder sees it, and when each Data packet last did.
    private readonly Dictionary<FaceId, LinkService> watchers = [];
    private readonly ReassemblyPool watcherPool = new(10_000);
    private readonly Dictionary<string, TimeSpan> arrivals = [];
    private Lineage lineage;
    private byte? hopLimit;
    private bool wantsFresh;

    public WorldNode(World world, int index, ForwarderOptions options, ForwarderSeed seed)
    {
        this.world = world;
        Index = index;
        Forwarder = new Forwarder(options, this, seed);
    }

    /// <summary>Gets a frame that the forwarder sends, and where it has been.</summary>
    public delegate void Port(byte[] frame, Lineage from);

    public int Index { get; }

    public Forwarder Forwarder { get; }

    public FaceId AddFace(FaceScope scope, int? mtu, Port port)
    {
        var face = Forwarder.AddFace(new FaceInfo("sim://", "sim://") { Scope = scope, Mtu = mtu }, world.Now);
        ports.Add(face, port);
        watchers.Add(face, new LinkService(watcherPool));
        return face;
    }

    public void RemoveFace(FaceId face)
    {
        Forwarder.RemoveFace(face, world.Now);
        ports.Remove(face);
    }

    public void Receive(FaceId face, byte[] frame, Lineage from)
    {
        lineage = from;
        hopLimit = null;
        wantsFresh = false;
        if (watchers.TryGetValue(face, out var watcher) && watcher.TryReceive(frame, world.Now, out var link))
        {
            if (Interest.TryRead(link.Fragment, out var interest, out _))
            {
                hopLimit = interest.HopLimit;
                wantsFresh = interest.MustBeFresh && link.Nack is null;
            }
            else
            {
                arrivals[Convert.ToHexString(link.Fragment)] = world.Now;
            }
        }

        Forwarder.Receive(face, frame, world.Now);
        CheckBudget();
    }

    public void Expire() => Forwarder.Expire(world.Now);

    public void Transmit(FaceId face, ReadOnlySpan<byte> packet)
    {
        world.Observe(Index, face, packet);
        if (!ports.TryGetValue(face, out var port))
        {
            world.Oracle.Violate(world.Now, $"node {Index} sends to a face that is gone");
            return;
        }

        Forwarder.Faces.TryGet(face, out var egress);
        var isNetwork = egress!.Info.Scope == FaceScope.NonLocal;
        if (LpPacket.TryRead(packet, out var link, out _) && link is { FragCount: 1, Nack: null })
        {
            if (Interest.TryRead(link.Fragment, out var interest, out _))
            {
                CheckInterest(interest, isNetwork);
            }
            else if (Data.TryRead(link.Fragment, out var data, out _))
            {
                CheckData(data, isNetwork);
            }
        }

        port(packet.ToArray(), new Lineage(lineage.Path | (1 << Index), isNetwork));
    }

    private void CheckInterest(in Interest interest, bool toNetwork)
    {
        if (Localhost.IsPrefixOf(interest.Name) && (toNetwork || lineage.FromNetwork))
        {
            world.Oracle.Violate(world.Now, $"{interest.Name.ToString()} crosses between node {Index} and the network");
        }

        if (Localhop.IsPrefixOf(interest.Name) && toNetwork && lineage.FromNetwork)
        {
            world.Oracle.Violate(world.Now, $"node {Index} sends {interest.Name.ToString()} a second hop");
        }

        if (toNetwork && (lineage.Path & (1 << Index)) != 0)
        {
            world.Oracle.Violate(world.Now, $"{interest.Name.ToString()} loops through node {Index}");
        }

        if (interest.HopLimit is { } limit && limit != hopLimit - 1)
        {
            world.Oracle.Violate(world.Now, $"node {Index} got {interest.Name.ToString()} with hop limit {hopLimit} and sends it with {limit}");
        }
    }

    private void CheckData(in Data data, bool toNetwork)
    {
        if (toNetwork && Localhost.IsPrefixOf(data.Name))
        {
            world.Oracle.Violate(world.Now, $"node {Index} sends {data.Name.ToString()} into the network");
        }

        // Data that answers an Interest at once comes from the content store.
        if (wantsFresh && arrivals.TryGetValue(Convert.ToHexString(data.Wire), out var arrival) && arrival + data.FreshnessPeriod <= world.Now)
        {
            world.Oracle.Violate(world.Now, $"node {Index} has {data.Name.ToString()} since {arrival}, and it is stale");
        }
    }

    private void CheckBudget()
    {
        var store = Forwarder.ContentStore;
        if (store.UsedBytes > store.CapacityBytes)
        {
            world.Oracle.Violate(world.Now, $"node {Index}'s content store takes {store.UsedBytes} bytes of {store.CapacityBytes}");
        }
    }
}
