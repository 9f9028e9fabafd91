using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>
/// Datasets that were asked for, as signed segments, kept until their clients have fetched what follows the first
/// segment. Bounded in bytes: the oldest go first. The content store is told to keep none of them, or whoever asks
/// right after a change would be shown what was before it.
/// </summary>
internal sealed class DatasetShelf(int capacityBytes)
{
    // Half a packet, as in ndn-cxx (StatusDatasetContext): the name takes the other half at worst.
    private const int SegmentSize = PacketLimits.MaxPacketSize / 2;

    // NFD's FreshnessPeriod of datasets.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Queue<Publication> publications = new();
    private ulong lastVersion;
    private int bytes;

    /// <summary>Bytes of segments kept.</summary>
    public int Bytes => bytes;

    /// <summary>Most bytes, unless a single dataset is larger.</summary>
    public int Capacity => capacityBytes;

    /// <summary>Datasets that gave way to newer ones.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Cuts a dataset into segments under a new version and returns the frame of the first.</summary>
    /// <param name="name">The dataset, without version.</param>
    /// <param name="content">Its items.</param>
    /// <param name="wallClock">Where the version comes from: milliseconds since 1970, later ones are greater.</param>
    public ReadOnlyMemory<byte> Publish(Name name, ReadOnlyMemory<byte> content, DateTimeOffset wallClock)
    {
        lastVersion = Math.Max((ulong)Math.Max(0, wallClock.ToUnixTimeMilliseconds()), lastVersion + 1);
        var versioned = name.AppendVersion(lastVersion);
        var last = Math.Max(0, (content.Length - 1) / SegmentSize);
        var segments = new byte[last + 1][];
        for (var i = 0; i <= last; i++)
        {
            segments[i] = Frame(new DataBuilder(versioned.AppendSegment((ulong)i))
            {
                FreshnessPeriod = Freshness,
                FinalSegment = (ulong)last,
                Content = content[(i * SegmentSize)..Math.Min(content.Length, (i + 1) * SegmentSize)],
            }.Build(DigestSha256.Signer));
        }

        Keep(new Publication(versioned, segments));
        return segments[0];
    }

    /// <summary>The frame of the segment that an Interest asks for by version, or by version and segment; false when it is not here.</summary>
    public bool TryFind(Interest interest, out ReadOnlyMemory<byte> segment)
    {
        segment = default;
        var name = interest.Name;
        foreach (var publication in publications)
        {
            var number = 0ul;
            var isAsked = name.Equals(publication.Name)
                ? interest.CanBePrefix
                : publication.Name.IsPrefixOf(name)
                    && name.Count == publication.Name.Count + 1
                    && name.Last.TryGetNumber(TlvType.SegmentNameComponent, out number);
            if (isAsked && number < (ulong)publication.Segments.Length)
            {
                segment = publication.Segments[number];
                return true;
            }
        }

        return false;
    }

    private static byte[] Frame(byte[] data)
    {
        Span<byte> buffer = stackalloc byte[PacketLimits.MaxPacketSize + LpPacket.MaxHeaderSize];
        var packet = LpPacket.Of(data);
        packet.CachePolicy = LpPacket.NoCache;
        return buffer[..packet.WriteTo(buffer)].ToArray();
    }

    private void Keep(Publication publication)
    {
        publications.Enqueue(publication);
        bytes += publication.Bytes;
        while (bytes > capacityBytes && publications.Count > 1)
        {
            bytes -= publications.Dequeue().Bytes;
            Forgotten++;
        }
    }

    private sealed record Publication(Name Name, byte[][] Segments)
    {
        public int Bytes { get; } = Segments.Sum(segment => segment.Length);
    }
}
