using Hearth.Forwarding.Storage;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Strategies;

/// <summary>An Interest as a strategy sees it: where it may go, and where it has gone so far.</summary>
public readonly ref struct PendingInterest
{
    private readonly Forwarder forwarder;
    private readonly Pit pit;
    private readonly int entry;
    private readonly HashedName name;
    private readonly ulong routedBy;

    internal PendingInterest(Forwarder forwarder, int entry, HashedName name, ulong routedBy, ReadOnlySpan<NextHop> nextHops)
    {
        this.forwarder = forwarder;
        pit = forwarder.Pit;
        this.entry = entry;
        this.name = name;
        this.routedBy = routedBy;
        NextHops = nextHops;
    }

    /// <summary>Its name.</summary>
    public NameView Name => name.Name;

    /// <summary>Hash of the name of the content that it asks a part of: without digest, segment and version. Nobody can guess it.</summary>
    public ulong ContentHash
    {
        get
        {
            var count = name.Count;
            while (count > 1 && Name[count - 1].Type is TlvType.SegmentNameComponent or TlvType.VersionNameComponent or TlvType.ImplicitSha256DigestComponent)
            {
                count--;
            }

            return name.HashOf(count);
        }
    }

    /// <summary>The next hops that it may take, at least one, cheapest first.</summary>
    public ReadOnlySpan<NextHop> NextHops { get; }

    /// <summary>
    /// How long after the last transmission a strategy lets the next pass, in milliseconds; 0 at first. The strategy
    /// keeps it here for itself.
    /// </summary>
    public ref int SuppressionMilliseconds => ref pit[entry].SuppressionMilliseconds;

    /// <summary>How far away the other end of a face is.</summary>
    public FaceReach ReachOf(FaceId face) => forwarder.Faces.TryGet(face, out var found) ? found.Info.Reach : FaceReach.Beyond;

    /// <summary>What is known of the path over a face, for names routed as this one; a null reference when nothing is.</summary>
    internal ref readonly PathRecord PathTo(FaceId face) => ref forwarder.Measurements.Find(routedBy, face);

    /// <summary>Whether it is time that another path is tried as well; asking begins a new interval.</summary>
    internal bool TryBeginProbe(TimeSpan interval, TimeSpan now) => forwarder.Measurements.TryBeginProbe(routedBy, interval, now);

    /// <summary>Whether somebody has been asked who may still answer.</summary>
    public bool IsPending(TimeSpan now) => pit.HasPendingOutRecord(entry, now);

    /// <summary>When it was last sent to any face; null if never.</summary>
    public TimeSpan? LastSent()
    {
        TimeSpan? last = null;
        for (var record = pit[entry].OutRecords; record != 0; record = pit.OutRecord(record).Next)
        {
            var sent = pit.OutRecord(record).SentAt;
            last = last > sent ? last : sent;
        }

        return last;
    }

    /// <summary>When it was last sent to a face; null if never, or so long ago that the face need not answer.</summary>
    public TimeSpan? LastSentTo(FaceId face, TimeSpan now)
    {
        var record = pit.FindOutRecord(entry, face);
        return record != 0 && pit.OutRecord(record).Expiry > now ? pit.OutRecord(record).SentAt : null;
    }

    /// <summary>As <see cref="SuppressionMilliseconds"/>, for one face that it was sent to.</summary>
    public ref int SuppressionMillisecondsOf(FaceId face) =>
        ref pit.OutRecord(pit.FindOutRecord(entry, face)).SuppressionMilliseconds;
}
