using Hearth.Forwarding.Storage;

namespace Hearth.Forwarding;

/// <summary>
/// Forwards Interests, Data and Nacks between faces: NFD's pipelines (NFD Developer's Guide, "Forwarding"), without a
/// clock, a socket or randomness of their own. Single-threaded: one caller at a time.
/// </summary>
public sealed partial class Forwarder
{
    private readonly ForwarderOptions options;
    private readonly IFaceTransmitter transmitter;

    /// <summary>A forwarder without faces.</summary>
    public Forwarder(ForwarderOptions options, IFaceTransmitter transmitter, ForwarderSeed seed)
    {
        this.options = options;
        this.transmitter = transmitter;
        var hasher = new NameHasher(seed.HashKey0, seed.HashKey1);
        Faces = new FaceTable(options.MaxFaces);
        Fib = new Fib(hasher, options.MaxPrefixes);
        Rib = new Rib(Fib, hasher, options.MaxPrefixes);
        Strategies = new StrategyTable(hasher, options.MaxPrefixes);
        ContentStore = new ContentStore();
        Pit = new Pit();
    }

    /// <summary>The faces.</summary>
    public FaceTable Faces { get; }

    /// <summary>Next hops by prefix.</summary>
    public Fib Fib { get; }

    /// <summary>Registered routes.</summary>
    public Rib Rib { get; }

    /// <summary>Interests that wait for Data.</summary>
    public Pit Pit { get; }

    /// <summary>Cached Data.</summary>
    public ContentStore ContentStore { get; }

    /// <summary>Which strategy serves which prefix.</summary>
    public StrategyTable Strategies { get; }

    /// <summary>What has been done so far.</summary>
    public ForwarderCounters Counters { get; } = new();

    /// <summary>Adds a face and returns its number; <c>None</c> when there are <see cref="ForwarderOptions.MaxFaces"/> already.</summary>
    public FaceId AddFace(FaceInfo info, TimeSpan now) => Faces.IsFull ? default : Faces.Add(default, info).Id;

    /// <summary>Adds a face with a reserved number, such as <see cref="FaceId.Internal"/>.</summary>
    public void AddFace(FaceId reserved, FaceInfo info, TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(reserved.Value, FaceId.FirstUnreserved);
        Faces.Add(reserved, info);
    }

    /// <summary>Removes a face, its routes and its next hops. What was pending for it is forgotten when it expires.</summary>
    public void RemoveFace(FaceId id, TimeSpan now)
    {
        if (Faces.Remove(id))
        {
            Rib.RemoveFace(id);
            Fib.RemoveFace(id);
        }
    }

    /// <summary>Handles a link-layer packet that came in on a face.</summary>
    public void Receive(FaceId face, ReadOnlySpan<byte> wire, TimeSpan now) => throw new NotSupportedException("In the making.");

    /// <summary>When <see cref="Expire"/> has something to do next; null while nothing is waiting.</summary>
    public TimeSpan? NextDeadline => Rib.NextDeadline;

    /// <summary>Does what is due.</summary>
    public void Expire(TimeSpan now) => throw new NotSupportedException("In the making.");
}
