using Hearth.Forwarding.Storage;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding;

/// <summary>
/// Forwards Interests, Data and Nacks between faces: NFD's pipelines (NFD Developer's Guide, "Forwarding"), without a
/// clock, a socket or randomness of its own. It serves one caller at a time. Handling a packet allocates nothing.
/// </summary>
public sealed partial class Forwarder
{
    private readonly ForwarderOptions options;
    private readonly IFaceTransmitter transmitter;
    private readonly NameHasher hasher;
    private readonly HashBuffer hashes = new();
    private readonly HashBuffer hintHashes = new();

    // Faces whose link layer waits: for fragments, as many as the pool has room for, or for Acks.
    private readonly List<Face> watched = [];
    private ulong nonces;

    /// <summary>A forwarder without faces.</summary>
    public Forwarder(ForwarderOptions options, IFaceTransmitter transmitter, ForwarderSeed seed)
    {
        this.options = options;
        this.transmitter = transmitter;
        nonces = seed.Nonces;
        hasher = new NameHasher(seed.HashKey0, seed.HashKey1);
        Reassembly = new ReassemblyPool(options.PartialPackets);
        Retransmissions = new RetransmissionPool(options.UnacknowledgedFrames);
        Faces = new FaceTable(options.MaxFaces);
        Fib = new Fib(hasher, options.MaxPrefixes);
        Rib = new Rib(Fib, hasher, options.MaxPrefixes);
        Strategies = new StrategyTable(hasher, options.MaxPrefixes);
        Pit = new Pit(hasher, Faces, options.PitBytes);
        DeadNonces = new DeadNonceList(options.DeadNonces);
        Measurements = new Measurements(options.Measurements);
        ContentStore = new ContentStore(options.ContentStoreBytes);
    }

    /// <summary>The faces.</summary>
    public FaceTable Faces { get; }

    /// <summary>Next hops by prefix.</summary>
    public Fib Fib { get; }

    /// <summary>Registered routes.</summary>
    public Rib Rib { get; }

    /// <summary>Which strategy serves which prefix.</summary>
    public StrategyTable Strategies { get; }

    /// <summary>Interests that wait for Data.</summary>
    public Pit Pit { get; }

    /// <summary>Interests that are no longer pending but may still come around.</summary>
    public DeadNonceList DeadNonces { get; }

    /// <summary>What strategies know of paths.</summary>
    public Measurements Measurements { get; }

    /// <summary>Packets that wait for their fragments.</summary>
    public ReassemblyPool Reassembly { get; }

    /// <summary>Frames that wait for their Acks.</summary>
    public RetransmissionPool Retransmissions { get; }

    /// <summary>Sizes of the tables.</summary>
    public ForwarderOptions Options => options;

    /// <summary>Cached Data.</summary>
    public ContentStore ContentStore { get; }

    /// <summary>A slower, larger content store behind the first; null for none.</summary>
    public ISecondTier? SecondTier { get; set; }

    /// <summary>What has been done so far.</summary>
    public ForwarderCounters Counters { get; } = new();

    /// <summary>When <see cref="Expire"/> has something to do next; null while nothing is waiting.</summary>
    public TimeSpan? NextDeadline
    {
        get
        {
            var deadline = Earlier(Pit.NextDeadline, Rib.NextDeadline);
            foreach (var face in watched)
            {
                deadline = Earlier(deadline, face.Link.NextDeadline);
            }

            return deadline;
        }
    }

    /// <summary>Adds a face and returns its number; no number (<see cref="FaceId.IsNone"/>) when there are <see cref="ForwarderOptions.MaxFaces"/>.</summary>
    /// <param name="info">What it is.</param>
    /// <param name="now">The time.</param>
    /// <param name="backlog">What its packets wait in before they leave; null where the transport knows none, and marks none.</param>
    public FaceId AddFace(FaceInfo info, TimeSpan now, SendBacklog? backlog = null) =>
        Faces.IsFull ? default : Faces.Add(default, info, NewLink(), backlog, now).Id;

    /// <summary>Adds one of this process's own faces, with a reserved number such as <see cref="FaceId.Internal"/>.</summary>
    public void AddFace(FaceId reserved, FaceInfo info, TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfZero(reserved.Value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(reserved.Value, FaceId.FirstUnreserved);
        Faces.Add(reserved, info, NewLink(), backlog: null, now);
    }

    /// <summary>
    /// Removes a face, its routes and its next hops. It gets no answers any more; its PIT records go when they expire,
    /// so that closing a face costs the same however much it had asked for.
    /// </summary>
    public void RemoveFace(FaceId id, TimeSpan now)
    {
        if (Faces.TryGet(id, out var face))
        {
            face.Link.Close();
            watched.Remove(face);
            Faces.Remove(face, now);
            Rib.RemoveFace(id);
            Fib.RemoveFace(id);
        }
    }

    /// <summary>Notes that the link of a face has failed and may come back, or that it works again.</summary>
    public void SetUp(FaceId id, bool isUp, TimeSpan now)
    {
        if (Faces.TryGet(id, out var face) && face.IsUp != isUp)
        {
            face.IsUp = isUp;
            Faces.Changed?.Invoke(face, now);
        }
    }

    /// <summary>The tables' hash of names, for one more thread.</summary>
    public NameHash NewNameHash() => new(hasher);

    /// <summary>
    /// Has frames that a face loses sent again (NDNLPv2, "Reliability"), or no longer; false for a face that is not there,
    /// has several peers, or frames of no limited size.
    /// </summary>
    public bool SetReliability(FaceId id, bool reliable)
    {
        if (!Faces.TryGet(id, out var face) || (reliable && !CanBeReliable(face)))
        {
            return false;
        }

        face.Link.IsReliable = reliable;
        return true;
    }

    /// <summary>Handles a frame that came in on a face.</summary>
    /// <param name="face">The face.</param>
    /// <param name="frame">A whole frame: an LpPacket, or a bare Interest or Data.</param>
    /// <param name="now">The time.</param>
    /// <param name="sender">Tells the senders apart that share a multicast face, so that their fragments do not mix.</param>
    public void Receive(FaceId face, ReadOnlySpan<byte> frame, TimeSpan now, ulong sender = 0)
    {
        if (!Faces.TryGet(face, out var ingress))
        {
            Counters.UnknownFace++;
            return;
        }

        ingress.Counters.InBytes += frame.Length;
        if (ingress.Link.TryReceive(frame, now, out var link, sender))
        {
            ReceiveNetworkPacket(ingress, link, now);
        }
        else
        {
            Counters.FramesWithoutPacket++;
        }

        WatchLink(ingress, now);
    }

    /// <summary>Lets go of what has expired by now: pending Interests, routes, and packets that lack fragments.</summary>
    public void Expire(TimeSpan now)
    {
        while (Pit.TryFindExpired(now, out var entry))
        {
            OnExpired(entry, now);
        }

        Rib.Expire(now);
        for (var i = watched.Count - 1; i >= 0; i--)
        {
            var face = watched[i];
            face.Link.Expire(now);
            SendDue(face, now);
            if (face.Link.NextDeadline is null)
            {
                face.IsWatched = false;
                watched.RemoveAt(i);
            }
        }
    }

    // Sends what the link layer has to say at once, and notes when it has more to do.
    private void WatchLink(Face face, TimeSpan now)
    {
        if (face.Link.NextDeadline is not { } deadline)
        {
            return;
        }

        if (deadline <= now)
        {
            SendDue(face, now);
        }

        if (!face.IsWatched)
        {
            face.IsWatched = true;
            watched.Add(face);
        }
    }

    private void SendDue(Face face, TimeSpan now)
    {
        while (face.Link.TryWriteDue(output, now, out var size))
        {
            TransmitFrame(face, output.AsSpan(0, size));
        }
    }

    internal static bool CanBeReliable(Face face) =>
        face.Info.LinkType == LinkType.PointToPoint && face.Info.Mtu is <= RetransmissionPool.FrameSize;

    private void ReceiveNetworkPacket(Face ingress, in LpPacket link, TimeSpan now)
    {
        ParseError error;
        if (link.Fragment[0] == TlvType.Data)
        {
            if (Data.TryRead(link.Fragment, out var data, out error))
            {
                OnData(ingress, link, data, now);
                return;
            }
        }
        else if (Interest.TryRead(link.Fragment, out var interest, out error))
        {
            if (link.Nack is { } reason)
            {
                OnNack(ingress, interest, reason, now);
            }
            else
            {
                OnInterest(ingress, link, interest, now);
            }

            return;
        }

        OnParseError(ingress, error);
    }

    private void OnParseError(Face ingress, ParseError error)
    {
        ingress.Counters.CountParseError(error);
        Counters.CountParseError(error);
    }

    private LinkService NewLink() => new(Reassembly, ((ulong)NextNonce() << 32) | NextNonce(), Retransmissions);

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;
}
