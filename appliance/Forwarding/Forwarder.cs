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
    private ulong nonces;

    /// <summary>A forwarder without faces.</summary>
    public Forwarder(ForwarderOptions options, IFaceTransmitter transmitter, ForwarderSeed seed)
    {
        this.options = options;
        this.transmitter = transmitter;
        nonces = seed.Nonces;
        hasher = new NameHasher(seed.HashKey0, seed.HashKey1);
        Faces = new FaceTable(options.MaxFaces);
        Fib = new Fib(hasher, options.MaxPrefixes);
        Rib = new Rib(Fib, hasher, options.MaxPrefixes);
        Strategies = new StrategyTable(hasher, options.MaxPrefixes);
        Pit = new Pit(hasher, Faces, options.PitBytes);
        DeadNonces = new DeadNonceList(options.DeadNonces);
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

    /// <summary>Cached Data.</summary>
    public ContentStore ContentStore { get; }

    /// <summary>What has been done so far.</summary>
    public ForwarderCounters Counters { get; } = new();

    /// <summary>When <see cref="Expire"/> has something to do next; null while nothing is waiting.</summary>
    public TimeSpan? NextDeadline =>
        Pit.NextDeadline is { } pit && !(Rib.NextDeadline < pit) ? pit : Rib.NextDeadline;

    /// <summary>Adds a face and returns its number; no number (<see cref="FaceId.IsNone"/>) when there are <see cref="ForwarderOptions.MaxFaces"/>.</summary>
    public FaceId AddFace(FaceInfo info, TimeSpan now) => Faces.IsFull ? default : Faces.Add(default, info).Id;

    /// <summary>Adds one of this process's own faces, with a reserved number such as <see cref="FaceId.Internal"/>.</summary>
    public void AddFace(FaceId reserved, FaceInfo info, TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfZero(reserved.Value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(reserved.Value, FaceId.FirstUnreserved);
        Faces.Add(reserved, info);
    }

    /// <summary>
    /// Removes a face, its routes and its next hops. It gets no answers any more; its PIT records go when they expire,
    /// so that closing a face costs the same however much it had asked for.
    /// </summary>
    public void RemoveFace(FaceId id, TimeSpan now)
    {
        if (Faces.Remove(id))
        {
            Rib.RemoveFace(id);
            Fib.RemoveFace(id);
        }
    }

    /// <summary>Handles a link-layer packet that came in on a face.</summary>
    public void Receive(FaceId face, ReadOnlySpan<byte> wire, TimeSpan now)
    {
        if (!Faces.TryGet(face, out var ingress))
        {
            Counters.UnknownFace++;
            return;
        }

        ingress.Counters.InBytes += wire.Length;
        if (!LpPacket.TryRead(wire, out var link, out var error))
        {
            OnParseError(ingress, error);
        }
        else if (link.Fragment.Length > PacketLimits.MaxPacketSize)
        {
            OnParseError(ingress, ParseError.PacketTooLarge);
        }
        else if (link.FragCount != 1)
        {
            Counters.UnexpectedFields++;
        }
        else if (!link.Fragment.IsEmpty)
        {
            ReceiveNetworkPacket(ingress, link, now);
        }
    }

    /// <summary>Lets go of what has expired by now: pending Interests and routes.</summary>
    public void Expire(TimeSpan now)
    {
        while (Pit.TryFindExpired(now, out var entry))
        {
            OnExpired(entry, now);
        }

        Rib.Expire(now);
    }

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
}
