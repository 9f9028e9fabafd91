using System.Buffers;
using Hearth.Protocol.Link;
using Hearth.Protocol.Publications;

namespace Hearth.Protocol.Consumer;

/// <summary>
/// Fetches the content of a name: finds its newest version, gets the manifest and the segments through a congestion
/// window, verifies each packet, and puts the content out in order. It owns no socket and no clock: give it what
/// arrives, send what <see cref="TryTakeInterest"/> yields, and call <see cref="Expire"/> at <see cref="NextDeadline"/>.
/// Nothing is put out that was not verified. For one thread at a time.
/// </summary>
public sealed partial class Fetch
{
    /// <summary>Most segments that are pending or wait for an earlier one: 9 MB, a gigabit at 70 ms.</summary>
    public const int MostSegments = 1024;

    // Slots of the request table: segments by number modulo, manifest segments by number modulo, then single ones.
    private const int ManifestSlots = MostSegments;
    private const int MetadataSlot = ManifestSlots + ManifestDigests.Capacity;
    private const int PrefixSlot = MetadataSlot + 1;
    private const int CertificateSlot = PrefixSlot + 1;
    private const int SlotCount = CertificateSlot + 1;

    private readonly FetchOptions options;
    private readonly IDataTrust trust;
    private readonly IBufferWriter<byte> output;
    private readonly InterestWriter interests;
    private readonly RequestTable requests = new(SlotCount, MostSegments);
    private readonly HeldPackets held = new(SlotCount);
    private readonly ManifestDigests manifest = new();
    private readonly SegmentMarks[] marks = new SegmentMarks[MostSegments];

    private Name prefix;
    private Name manifestPrefix = Name.Empty;
    private Name? certificate;
    private bool hasManifest;
    private long? manifestFinal;
    private long? final;
    private long next;
    private long nextToSend;
    private long nextManifestToSend;
    private bool seeksMetadata;
    private bool seeksByPrefix;
    private bool wasAnswered;
    private bool wasRefused;
    private bool takesOld;
    private TimeSpan answeredAt;

    /// <summary>Starts a fetch.</summary>
    /// <param name="name">A name, one with a version, or the name of one packet.</param>
    /// <param name="output">Takes the content, in order.</param>
    /// <param name="trust">Judges signatures.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="now">The time.</param>
    public Fetch(Name name, IBufferWriter<byte> output, IDataTrust trust, FetchOptions options, TimeSpan now)
    {
        Name = prefix = name;
        this.output = output;
        this.trust = trust;
        this.options = options;
        interests = new InterestWriter(options.Seed, options.InterestLifetime, options.HopLimit);
        answeredAt = now;
        IsOnePacket = PublicationNames.TryGetSegment(name, out _);
        if (PublicationNames.TryGetVersion(name, out _))
        {
            Stream(name, options.ExpectsManifest);
        }
        else
        {
            seeksMetadata = !IsOnePacket;
            seeksByPrefix = IsOnePacket;
        }
    }

    /// <summary>What was asked for.</summary>
    public Name Name { get; }

    /// <summary>Whether the name is that of one packet: it ends in a segment.</summary>
    public bool IsOnePacket { get; }

    /// <summary>Where the fetch is.</summary>
    public FetchState State { get; private set; }

    /// <summary>Why it failed.</summary>
    public FetchFailure Failure { get; private set; }

    /// <summary>The name under which the segments are, once known.</summary>
    public Name Prefix => prefix;

    /// <summary>What the owner says of the version, when they do.</summary>
    public PublicationMetadata? Metadata { get; private set; }

    /// <summary>Number of the last segment, once known.</summary>
    public long? FinalSegment => final;

    /// <summary>Bytes put out.</summary>
    public long ContentBytes { get; private set; }

    /// <summary>Segments put out.</summary>
    public long Segments => next;

    /// <summary>Whether some of what was put out is only known to be whole, not whose it is.</summary>
    public bool IsIntegrityOnly { get; private set; }

    /// <summary>
    /// Whether nobody who knows which version is the newest could be reached, so that a cache's word was taken for it.
    /// </summary>
    public bool MayBeOld { get; private set; }

    /// <summary>Interests that were sent again.</summary>
    public long Retransmitted => requests.Retransmitted;

    /// <summary>The congestion window, in packets.</summary>
    public double Window => requests.Window;

    /// <summary>Smoothed round-trip time.</summary>
    public TimeSpan RoundTrip => requests.RoundTrip;

    /// <summary>When to call <see cref="Expire"/>; null when the fetch has ended.</summary>
    public TimeSpan? NextDeadline
    {
        get
        {
            if (State is FetchState.Done or FetchState.Failed)
            {
                return null;
            }

            var end = answeredAt + (takesOld ? options.Patience : options.Patience / 2);
            return requests.NextDeadline is { } deadline && deadline < end ? deadline : end;
        }
    }

    /// <summary>Takes the next Interest to send. Call until it returns false, after every other call.</summary>
    /// <param name="destination">At least <see cref="PacketLimits.MaxPacketSize"/> bytes.</param>
    /// <param name="now">The time.</param>
    /// <param name="size">Bytes of the Interest.</param>
    public bool TryTakeInterest(Span<byte> destination, TimeSpan now, out int size)
    {
        size = 0;
        if (State is FetchState.Done or FetchState.Failed || !requests.HasRoom || !TryChoose(out var slot))
        {
            return false;
        }

        requests.Sent(slot, now);
        size = WriteInterest(slot, destination);
        return true;
    }

    /// <summary>Takes a Data packet. Anything may come; what was not asked for is ignored.</summary>
    /// <param name="packet">The packet, without link headers.</param>
    /// <param name="congestionMark">The link header's congestion mark, or 0.</param>
    /// <param name="now">The time.</param>
    public void ReceiveData(ReadOnlySpan<byte> packet, ulong congestionMark, TimeSpan now)
    {
        if (State is FetchState.Done or FetchState.Failed || !Data.TryRead(packet, out var data, out _)
            || !TryFindSlot(data.Name, out var slot))
        {
            return;
        }

        answeredAt = now;
        wasAnswered = true;
        requests.Answered(slot, congestionMark != 0, now);
        Accept(slot, data);
    }

    /// <summary>Takes a Nack from the network.</summary>
    /// <param name="interest">The Interest that came back.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">The time.</param>
    public void ReceiveNack(ReadOnlySpan<byte> interest, NackReason reason, TimeSpan now)
    {
        if (State is FetchState.Done or FetchState.Failed || !Interest.TryRead(interest, out var refused, out _)
            || !TryFindSlot(WithoutDigest(refused.Name), out var slot))
        {
            return;
        }

        switch (reason)
        {
            case NackReason.Congestion:
                requests.Congested(slot, now);
                break;
            case NackReason.Duplicate:
                // The next one has another nonce.
                break;
            case var _ when refused.MustBeFresh:
                TakeOld();
                break;
            case var _ when slot == CertificateSlot:
                GiveUpOnCertificate();
                break;
            case var _ when wasAnswered:
                // The way may come back: the Interest is sent again when its time is up.
                wasRefused = true;
                break;
            default:
                Fail(FetchFailure.NoRoute);
                break;
        }
    }

    /// <summary>Notes that time has passed.</summary>
    public void Expire(TimeSpan now)
    {
        if (State is FetchState.Done or FetchState.Failed)
        {
            return;
        }

        var pending = requests.Pending;
        requests.Expire(now);
        // A producer that knows no metadata says nothing: from now on both ways are tried.
        seeksByPrefix |= State == FetchState.Discovering && requests.Pending < pending;
        if (now < answeredAt + options.Patience)
        {
            if (now >= answeredAt + (options.Patience / 2))
            {
                TakeOld();
            }

            return;
        }

        if (requests.IsOpen(CertificateSlot))
        {
            answeredAt = now;
            GiveUpOnCertificate();
        }
        else
        {
            Fail(wasRefused ? FetchFailure.NoRoute : FetchFailure.Timeout);
        }
    }

    // Its owner's board may be off: then what a cache has will do, however old. It is as well signed as ever.
    private void TakeOld()
    {
        if (takesOld)
        {
            return;
        }

        takesOld = true;
        MayBeOld = State == FetchState.Discovering && !IsOnePacket;
        seeksByPrefix |= MayBeOld;
        requests.Close(MetadataSlot);
        requests.Close(PrefixSlot);
        requests.Close(CertificateSlot);
    }

    private void Stream(Name under, bool withManifest)
    {
        State = FetchState.Streaming;
        prefix = under;
        hasManifest = withManifest;
        manifestPrefix = under.AppendKeyword(PublicationNames.Manifest);
        requests.Close(MetadataSlot);
        requests.Close(PrefixSlot);
    }

    private void Fail(FetchFailure failure)
    {
        State = FetchState.Failed;
        Failure = failure;
    }

    [Flags]
    private enum SegmentMarks : byte
    {
        None = 0,

        // Its packet is the owner's.
        Verified = 1,

        // It is asked for by its digest, as another packet came first.
        ByDigest = 2,

        // Its producer says that there is none.
        Absent = 4,
    }
}
