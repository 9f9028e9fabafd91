using Hearth.Protocol;
using Hearth.Protocol.Publications;
using Hearth.Protocol.Signing;
using Hearth.Repo.Storage;

namespace Hearth.Repo.Serving;

/// <summary>
/// Packets that are signed when they are asked for: metadata and application Nacks. A signature costs some fifty
/// times what a stored packet does, so there are at most so many a second; beyond that the asker's Interest times out.
/// </summary>
internal sealed class LivePackets(int perSecond)
{
    /// <summary>
    /// As NDNts has it. A name that was just published, or published anew, is found at once; and an Interest for the
    /// name itself, which may be a prefix and must be fresh, is not answered by a cache with metadata.
    /// </summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly byte[] content = new byte[PacketLimits.MaxPacketSize];
    private Signer? signer;
    private double allowance = perSecond;
    private DateTimeOffset last = DateTimeOffset.MinValue;
    private ulong lastVersion;

    /// <summary>Packets that were not signed because there were too many.</summary>
    public long Withheld { get; private set; }

    /// <summary>Sets the key that signs from now on.</summary>
    public void SignWith(Signer key)
    {
        lock (gate)
        {
            signer = key;
        }
    }

    /// <summary>Writes <c>NAME/32=metadata/v=…/seg=0</c> and returns its size; 0 when the allowance is used up.</summary>
    public int WriteMetadata(StoredPublication stored, PacketFile file, Span<byte> destination, DateTimeOffset now)
    {
        lock (gate)
        {
            if (!Spend(now))
            {
                return 0;
            }

            var size = MetadataOf(stored.Publication, file).WriteTo(content);
            return new DataBuilder(Unique(stored.Publication.Name.AppendKeyword(PublicationNames.Metadata), now))
            {
                FreshnessPeriod = Freshness,
                FinalSegment = 0,
                Content = content.AsMemory(0, size),
            }.WriteTo(destination, signer!);
        }
    }

    /// <summary>Writes a Nack that answers an Interest for <paramref name="name"/>; 0 when the allowance is used up.</summary>
    /// <param name="name">The Interest's name.</param>
    /// <param name="isDiscovery">Whether the Interest asks for metadata and takes a longer name.</param>
    /// <param name="destination">Takes the packet.</param>
    /// <param name="now">The time.</param>
    public int WriteNack(NameView name, bool isDiscovery, Span<byte> destination, DateTimeOffset now)
    {
        lock (gate)
        {
            if (name.Value.Length > PacketLimits.MaxPacketSize / 2 || !Spend(now))
            {
                return 0;
            }

            return new DataBuilder(isDiscovery ? Unique(name.ToName(), now) : name.ToName())
            {
                ContentType = ContentType.Nack,
                FreshnessPeriod = Freshness,
            }.WriteTo(destination, signer!);
        }
    }

    private static PublicationMetadata MetadataOf(Publication publication, PacketFile file) => new(file.VersionedName)
    {
        FinalSegment = (ulong)(file.Layout.Segments - 1),
        SegmentSize = (ulong)file.Layout.Payload,
        Size = (ulong)publication.Size,
        ModificationTime = (ulong)(publication.Created - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
        ContentDigest = publication.Sha256,
        MediaType = publication.MediaType,
        ManifestFinalSegment = (ulong)(file.Layout.ManifestSegments - 1),
    };

    private Name Unique(Name metadataName, DateTimeOffset now)
    {
        lastVersion = Math.Max(lastVersion + 1, (ulong)(now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        return metadataName.AppendVersion(lastVersion).AppendSegment(0);
    }

    // A token bucket as deep as one second.
    private bool Spend(DateTimeOffset now)
    {
        if (signer is null)
        {
            return false;
        }

        if (now > last)
        {
            allowance = Math.Min(perSecond, allowance + (now - last).TotalSeconds * perSecond);
            last = now;
        }
        else if (last - now > TimeSpan.FromSeconds(1))
        {
            // The clock was set back.
            last = now;
        }

        if (allowance < 1)
        {
            Withheld++;
            return false;
        }

        allowance--;
        return true;
    }
}
