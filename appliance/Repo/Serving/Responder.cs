using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;
using Hearth.Protocol.Publications;
using Hearth.Protocol.Tlv;
using Hearth.Repo.Storage;

namespace Hearth.Repo.Serving;

/// <summary>Finds the packet that answers an Interest. Safe for several threads.</summary>
internal sealed class Responder(Catalogue catalogue, ContentFolder folder, OpenFiles files, LivePackets live) : IDisposable
{
    // Held from the look into the catalogue until the file is among the open ones, and when a file goes: so that no
    // file can stay open that has just been unpublished.
    private readonly Lock gate = new();
    private long damaged;

    /// <summary>Times that a packet could not be read.</summary>
    public long Damaged => Interlocked.Read(ref damaged);

    /// <summary>Answers an Interest whose name is in the owner's namespace.</summary>
    public RepoAnswer Answer(in Interest interest, Span<byte> destination, DateTimeOffset now, out int size)
    {
        var name = interest.Name;
        if (name.Last.Type == TlvType.ImplicitSha256DigestComponent)
        {
            // No other packet than the one that is asked for can carry this name, so there is nothing else to say.
            size = ReadPacket(name.Prefix(name.Count - 1), destination);
            return size > 0 && Data.TryRead(destination[..size], out var data, out _) && interest.MatchesName(data)
                ? RepoAnswer.Content
                : RepoAnswer.None;
        }

        size = ReadPacket(name, destination);
        if (size == 0 && interest.CanBePrefix && !name.Last.IsKeyword(PublicationNames.MetadataKeyword))
        {
            size = ReadFirstSegmentUnder(name, destination);
        }

        return size > 0 ? RepoAnswer.Content : AnswerLive(interest, destination, now, out size);
    }

    /// <summary>Closes the file of a version whose row has become a tombstone.</summary>
    public void Forget(Name versionedName)
    {
        lock (gate)
        {
            files.Remove(versionedName);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            files.Dispose();
            catalogue.Dispose();
        }
    }

    private RepoAnswer AnswerLive(in Interest interest, Span<byte> destination, DateTimeOffset now, out int size)
    {
        var name = interest.Name;
        var isDiscovery = interest.CanBePrefix && name.Last.IsKeyword(PublicationNames.MetadataKeyword);
        if (isDiscovery && TryOpenNewest(name.Prefix(name.Count - 1), out var file))
        {
            using (file)
            {
                size = live.WriteMetadata(file.Stored, file, destination, now);
                return size > 0 ? RepoAnswer.Metadata : RepoAnswer.None;
            }
        }

        size = live.WriteNack(name, isDiscovery, destination, now);
        return size > 0 ? RepoAnswer.Nack : RepoAnswer.None;
    }

    // The name of a packet: NAME/v=…/seg=… or NAME/v=…/32=manifest/seg=….
    private int ReadPacket(NameView name, Span<byte> destination)
    {
        if (!PublicationNames.TryGetSegment(name, out var segment))
        {
            return 0;
        }

        var versionedName = name.Prefix(name.Count - 1);
        var isManifest = !versionedName.IsEmpty && versionedName.Last.IsKeyword(PublicationNames.ManifestKeyword);
        if (isManifest)
        {
            versionedName = versionedName.Prefix(versionedName.Count - 1);
        }

        if (!TryOpen(versionedName, out var file))
        {
            return 0;
        }

        using (file)
        {
            var count = isManifest ? file.Layout.ManifestSegments : file.Layout.Segments;
            return segment < (ulong)count ? Read(file, (long)segment, isManifest, destination) : 0;
        }
    }

    private int ReadFirstSegmentUnder(NameView prefix, Span<byte> destination)
    {
        if (!TryOpen(prefix, out var file) && !TryOpenNewest(prefix, out file) && !TryOpenFirstUnder(prefix, out file))
        {
            return 0;
        }

        using (file)
        {
            return Read(file, 0, isManifest: false, destination);
        }
    }

    private int Read(PacketFile file, long segment, bool isManifest, Span<byte> destination)
    {
        var size = isManifest ? file.ReadManifest(segment, destination) : file.ReadSegment(segment, destination);
        if (size == 0)
        {
            Interlocked.Increment(ref damaged);
        }

        return size;
    }

    private bool TryOpen(NameView versionedName, [NotNullWhen(true)] out PacketFile? file)
    {
        file = null;
        if (!PublicationNames.TryGetVersion(versionedName, out var version))
        {
            return false;
        }

        if (files.TryGet(versionedName, out file))
        {
            return true;
        }

        lock (gate)
        {
            file = Open(catalogue.Exact(versionedName.Prefix(versionedName.Count - 1), version));
        }

        return file is not null;
    }

    private bool TryOpenNewest(NameView name, [NotNullWhen(true)] out PacketFile? file)
    {
        lock (gate)
        {
            file = Open(catalogue.Newest(name));
        }

        return file is not null;
    }

    private bool TryOpenFirstUnder(NameView prefix, [NotNullWhen(true)] out PacketFile? file)
    {
        lock (gate)
        {
            file = Open(catalogue.FirstUnder(prefix));
        }

        return file is not null;
    }

    private PacketFile? Open(StoredPublication? stored)
    {
        if (stored is null)
        {
            return null;
        }

        if (files.TryGet(stored.Publication.VersionedName, out var open))
        {
            return open;
        }

        if (PacketFile.TryOpen(folder.PathOf(stored.File), stored) is { } opened)
        {
            return files.Add(opened);
        }

        Interlocked.Increment(ref damaged);
        return null;
    }
}
