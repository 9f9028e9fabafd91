using System.Net;
using System.Security.Cryptography;
using Hearth.Faces;
using Hearth.Forwarding;
using Hearth.Linux;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Node;

/// <summary>
/// The packet side of neighbours: one UDP face for each, questions that go over that face and no other, and routes. May
/// be asked from any thread; answers come on the event loop's.
/// </summary>
internal sealed class NeighbourFaces
{
    // Before a route that a program or the owner made, which cost nothing unless they say otherwise, comes none of these.
    private const ulong Cost = 10;

    // To the neighbour and no further: the second is the one that is spent here.
    private const byte Hops = 2;

    private readonly FaceSystem faces;
    private readonly Forwarder forwarder;
    private readonly EventLoop loop;
    private readonly Func<NetworkListeners?> network;
    private readonly PacketHandler send;
    private readonly Dictionary<FaceId, (int Users, FacePersistency? Before)> dialled = [];

    /// <summary>Opens the face that questions come from; on the event loop's thread, or before it runs.</summary>
    public NeighbourFaces(FaceSystem faces, Forwarder forwarder, EventLoop loop, Func<NetworkListeners?> network)
    {
        this.faces = faces;
        this.forwarder = forwarder;
        this.loop = loop;
        this.network = network;
        var transport = new InternalTransport(faces, Deliver);
        send = packet => faces.Receive(transport, packet);
        faces.TryOpen(transport, InternalTransport.Describe("neighbours") with { LocalFieldsEnabled = true });
    }

    /// <summary>Takes the Data that answer questions; on the event loop's thread.</summary>
    public PacketHandler? Answered { get; set; }

    /// <summary>What every neighbour may be asked for, whoever it is; null for nothing.</summary>
    public Name? Shared { get; set; }

    /// <summary>Has a face to a neighbour, which others may have asked for too; none where there is no room or no socket.</summary>
    public void Dial(IPEndPoint remote, Action<FaceId> done) => loop.Post(() => done(Dial(remote)));

    /// <summary>Needs a face no longer. One that was there before it was dialled stays as it was.</summary>
    public void HangUp(FaceId face) => loop.Post(() =>
    {
        if (!dialled.Remove(face, out var use))
        {
            return;
        }

        if (use.Users == 1 && Shared is { } shared)
        {
            forwarder.Rib.Unregister(shared, face, RouteOrigin.AutoRegistration);
        }

        switch (use)
        {
            case { Users: > 1 }:
                dialled.Add(face, use with { Users = use.Users - 1 });
                break;
            case { Before: null }:
                faces.Close(face, FaceCloseReason.NeighbourGone);
                break;
            case { Before: FacePersistency.OnDemand }:
                faces.TrySetPersistency(face, FacePersistency.OnDemand);
                break;
            default:
                // The owner made it, and keeps it.
                break;
        }
    });

    /// <summary>Asks over a face for one packet by its name.</summary>
    public void Ask(FaceId face, Name name, TimeSpan lifetime) => loop.Post(() =>
    {
        var interest = new InterestBuilder(name)
        {
            Nonce = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))),
            Lifetime = lifetime,
            HopLimit = Hops,
        }.Build();
        var packet = LpPacket.Of(interest);
        packet.NextHopFaceId = face.Value;
        var buffer = new byte[interest.Length + LpPacket.MaxHeaderSize];
        send(buffer.AsSpan(0, packet.WriteTo(buffer)));
    });

    /// <summary>Routes a namespace over a face.</summary>
    public void Route(FaceId face, Name prefix) => loop.Post(() =>
        forwarder.Rib.Register(prefix, new Route(face, RouteOrigin.AutoRegistration, Cost, RouteInheritance.ChildInherit)));

    /// <summary>Routes it there no longer.</summary>
    public void Unroute(FaceId face, Name prefix) => loop.Post(() => forwarder.Rib.Unregister(prefix, face, RouteOrigin.AutoRegistration));

    private FaceId Dial(IPEndPoint remote)
    {
        var channel = network()?.Channels.FirstOrDefault(candidate => candidate.Local.AddressFamily == remote.AddressFamily);
        var existing = channel?.Find(remote);
        var face = existing?.Face ?? channel?.Open(remote, FacePersistency.Persistent, mtu: null)?.Face ?? default;
        if (face.IsNone)
        {
            return face;
        }

        // Only hosts on the link are dialled, some by addresses of the world.
        forwarder.Faces.SetAtHome(face);
        if (dialled.TryGetValue(face, out var use))
        {
            dialled[face] = use with { Users = use.Users + 1 };
            return face;
        }

        if (Shared is { } shared)
        {
            forwarder.Rib.Register(shared, new Route(face, RouteOrigin.AutoRegistration, Cost, RouteInheritance.ChildInherit));
        }

        var before = existing?.Info!.Persistency;
        dialled.Add(face, (1, before));
        if (before == FacePersistency.OnDemand)
        {
            faces.TrySetPersistency(face, FacePersistency.Persistent);
        }

        return face;
    }

    private void Deliver(ReadOnlySpan<byte> packet)
    {
        if (LpPacket.TryRead(packet, out var link, out _) && link.Nack is null)
        {
            Answered?.Invoke(link.Fragment);
        }
    }
}
