using Hearth.Protocol;
using Hearth.Protocol.Publications;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;
using Hearth.Repo.Publishing;
using Hearth.Repo.Serving;
using Hearth.Repo.Storage;

namespace Hearth.Repo;

/// <summary>
/// The repo: what the owner published, on the disk, as the signed packets that go out. A version is there whole or
/// not at all, whenever the power goes; what stands under a published name never changes. Safe for several threads:
/// answers do not wait for publications.
/// </summary>
public sealed class ContentRepo : IDisposable
{
    private readonly RepoOptions options;
    private readonly ContentFolder folder;
    private readonly Catalogue catalogue;
    private readonly Lock gate = new();
    private readonly Responder responder;
    private readonly LivePackets live;
    private readonly Quota quota;
    private ulong lastVersion;
    private volatile Name? ownedPrefix;

    private ContentRepo(string statePath, RepoOptions options)
    {
        this.options = options;
        quota = new Quota(options.Quota);
        live = new LivePackets(options.LivePacketsPerSecond);
        folder = ContentFolder.Open(Path.Join(statePath, "content"), options.Disk);
        try
        {
            var database = Path.Join(statePath, "hearth.db");
            catalogue = Catalogue.Open(database);
            responder = new Responder(Catalogue.Open(database), folder, new OpenFiles(options.OpenFiles), live);
            folder.DeleteOrphans(catalogue.Live().Select(stored => stored.File).ToHashSet());
        }
        catch
        {
            responder?.Dispose();
            catalogue?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Most bytes on the disk. Lowering it removes nothing; it stops what would be published next.</summary>
    public long Quota
    {
        get => quota.Limit;
        set => quota.Limit = value;
    }

    /// <summary>Opens the repo of a state folder, or makes it; removes what an interrupted publication left.</summary>
    /// <exception cref="IOException">Another process has it open, or the disk refuses.</exception>
    public static ContentRepo Open(string statePath, RepoOptions options) => new(statePath, options);

    /// <summary>Answers for a namespace from now on, and signs metadata and Nacks with its key.</summary>
    public void AnswerFor(Name prefix, Signer signer)
    {
        live.SignWith(signer);
        ownedPrefix = prefix;
    }

    /// <summary>
    /// Looks for the packet that answers an Interest. In the namespace that the repo answers for, what is not
    /// published is answered with an application Nack.
    /// </summary>
    /// <param name="interest">The Interest.</param>
    /// <param name="destination">Takes the packet: at least <see cref="PacketLimits.MaxPacketSize"/> bytes.</param>
    /// <param name="now">The time.</param>
    /// <param name="size">Bytes of the packet; 0 for <see cref="RepoAnswer.None"/>.</param>
    public RepoAnswer Answer(in Interest interest, Span<byte> destination, DateTimeOffset now, out int size)
    {
        if (ownedPrefix is { } prefix && prefix.IsPrefixOf(interest.Name))
        {
            return responder.Answer(interest, destination, now, out size);
        }

        size = 0;
        return RepoAnswer.None;
    }

    /// <summary>
    /// Publishes a new version of a name. Older versions stay until their bytes are needed. When reading
    /// <paramref name="content"/> throws, nothing was published and the exception goes on to the caller.
    /// </summary>
    public async ValueTask<PublishOutcome> PublishAsync(
        PublishRequest request, Stream content, DateTimeOffset now, CancellationToken cancel)
    {
        if (Refusal(request.Name) is { } reason)
        {
            return new PublishOutcome.NameNotUsable(reason);
        }

        var file = ContentFolder.NewFileName();
        try
        {
            if (request.Size is { } size)
            {
                return await PublishAsync(request, size, content, file, now, cancel).ConfigureAwait(false);
            }

            // Every packet says which is the last, so the size has to be known before the first is signed.
            var spool = Spool.Create(folder.TemporaryPathOf($"spool-{file}"));
            await using (spool.ConfigureAwait(false))
            {
                var free = FreeFor(request.Name);
                return await spool.FillAsync(content, free, cancel).ConfigureAwait(false)
                    ? await PublishAsync(request, spool.Size, spool.Content, file, now, cancel).ConfigureAwait(false)
                    : new PublishOutcome.OverQuota(spool.Size, free, Quota);
            }
        }
        catch (IOException failure) when (DiskSpace.IsFull(failure))
        {
            return new PublishOutcome.DiskFull();
        }
    }

    /// <summary>The newest version of every name, the newest first.</summary>
    public IReadOnlyList<Publication> List()
    {
        lock (gate)
        {
            return [.. catalogue.Listed().Select(stored => stored.Publication)];
        }
    }

    /// <summary>
    /// Takes a name off the network with all its versions, or the one version that the name ends in. The bytes go;
    /// a tombstone keeps name and digest, so that the version can never be another's.
    /// </summary>
    /// <returns>The versions that went, the newest first.</returns>
    public IReadOnlyList<Publication> Unpublish(Name name, DateTimeOffset now)
    {
        IReadOnlyList<StoredPublication> going = [];
        lock (gate)
        {
            going = PublicationNames.TryGetVersion(name, out var version)
                ? catalogue.Exact(name.Prefix(-1), version) is { } one ? [one] : []
                : catalogue.Versions(name);
            catalogue.InTransaction(() => Bury(going, now));
        }

        RemoveFiles(going);
        return [.. going.Select(stored => stored.Publication)];
    }

    /// <summary>What the repo holds now, and what it has met since it was opened.</summary>
    public RepoUsage Usage()
    {
        lock (gate)
        {
            var (names, storedBytes) = catalogue.Sums();
            return new RepoUsage(names, storedBytes, Quota, responder.Damaged, live.Withheld);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        responder.Dispose();
        lock (gate)
        {
            catalogue.Dispose();
        }

        folder.Dispose();
    }

    private string? Refusal(Name name)
    {
        if (ownedPrefix is not { } prefix || !prefix.IsPrefixOf(name) || name.Count == prefix.Count)
        {
            return $"it is not a name under {ownedPrefix?.ToString() ?? "a namespace"}";
        }

        foreach (var component in name.View)
        {
            if (component.Type is TlvType.KeywordNameComponent or TlvType.SegmentNameComponent
                or TlvType.ImplicitSha256DigestComponent or TlvType.ParametersSha256DigestComponent)
            {
                return $"the component {component.ToString()} is the protocol's own";
            }
        }

        // Certificates are there.
        if (name[prefix.Count].Value.SequenceEqual("KEY"u8))
        {
            return $"{prefix}/KEY holds the namespace's certificates";
        }

        return PublicationNames.TryGetVersion(name, out var version) && version is 0 or > long.MaxValue
            ? "its version is out of range"
            : null;
    }

    private async ValueTask<PublishOutcome> PublishAsync(
        PublishRequest request, long size, Stream content, string file, DateTimeOffset now, CancellationToken cancel)
    {
        var (name, version) = NameAndVersion(request.Name, now);
        var versionedName = name.AppendVersion(version);
        if (request.Name == versionedName && IsTaken(name, version))
        {
            return new PublishOutcome.VersionExists();
        }

        if (!PacketLayout.TryPlan(versionedName, request.Signer, size, out var layout))
        {
            return new PublishOutcome.NameNotUsable("it leaves too little room for content in a packet");
        }

        using var promise = quota.TryPromise(layout.FileBytes, StoredBytesWithout(name), out var free);
        if (promise is null)
        {
            return new PublishOutcome.OverQuota(layout.FileBytes, free, Quota);
        }

        if (options.KeptFree > 0 && layout.FileBytes > folder.FreeBeside(options.KeptFree))
        {
            return new PublishOutcome.DiskFull();
        }

        byte[] digest;
        try
        {
            digest = await WriteAsync(file, versionedName, layout, request.Signer, size, content, cancel).ConfigureAwait(false);
        }
        catch (EndOfStreamException)
        {
            folder.Delete(file);
            return new PublishOutcome.SizeMismatch();
        }
        catch
        {
            folder.Delete(file);
            throw;
        }

        var publication = new Publication(name, version)
        {
            Account = ownedPrefix!.ToString(),
            MediaType = request.MediaType,
            Size = size,
            StoredBytes = layout.FileBytes,
            Sha256 = digest,
            Created = now,
        };
        return Commit(publication, file, now);
    }

    private async Task<byte[]> WriteAsync(
        string file, Name versionedName, PacketLayout layout, Signer signer, long size, Stream content, CancellationToken cancel)
    {
        byte[] digest;
        using (var handle = File.OpenHandle(folder.TemporaryPathOf(file), FileMode.CreateNew, FileAccess.Write))
        {
            digest = await new PacketFileWriter(handle, versionedName, layout, signer).WriteAsync(content, size, cancel).ConfigureAwait(false);
            options.Reached?.Invoke(PublishStep.Written);
            RandomAccess.FlushToDisk(handle);
            options.Reached?.Invoke(PublishStep.FileFlushed);
        }

        folder.Finish(file);
        options.Reached?.Invoke(PublishStep.Renamed);
        folder.Flush();
        options.Reached?.Invoke(PublishStep.FolderFlushed);
        return digest;
    }

    private PublishOutcome Commit(Publication publication, string file, DateTimeOffset now)
    {
        List<StoredPublication> going = [];
        try
        {
            lock (gate)
            {
                catalogue.InTransaction(() =>
                {
                    catalogue.Insert(publication, file);
                    going = ToMakeRoom(publication);
                    Bury(going, now);
                });
            }
        }
        catch (DatabaseException refusal)
        {
            folder.Delete(file);
            if (refusal.IsConstraint)
            {
                return new PublishOutcome.VersionExists();
            }

            throw;
        }

        options.Reached?.Invoke(PublishStep.Committed);
        RemoveFiles(going);
        options.Reached?.Invoke(PublishStep.RoomMade);
        return new PublishOutcome.Published(publication);
    }

    // Versions that a newer one stands before go, the oldest first, until what is left fits.
    private List<StoredPublication> ToMakeRoom(Publication added)
    {
        var over = catalogue.Sums().StoredBytes - Quota;
        var going = new List<StoredPublication>();
        foreach (var old in catalogue.Superseded())
        {
            if (over <= 0)
            {
                break;
            }

            if (old.Publication.Name != added.Name || old.Publication.Version != added.Version)
            {
                going.Add(old);
                over -= old.Publication.StoredBytes;
            }
        }

        return going;
    }

    private void Bury(IReadOnlyList<StoredPublication> going, DateTimeOffset now)
    {
        foreach (var stored in going)
        {
            catalogue.Bury(stored.Id, now);
        }
    }

    private void RemoveFiles(IReadOnlyList<StoredPublication> gone)
    {
        foreach (var stored in gone)
        {
            responder.Forget(stored.Publication.VersionedName);
        }

        try
        {
            foreach (var stored in gone)
            {
                folder.Delete(stored.File);
            }

            if (gone.Count > 0)
            {
                folder.Flush();
            }
        }
        catch (IOException)
        {
            // The rows are tombstones by now, so that nothing is served: the next start removes the files.
        }
    }

    private (Name Name, ulong Version) NameAndVersion(Name asked, DateTimeOffset now)
    {
        if (PublicationNames.TryGetVersion(asked, out var chosen))
        {
            return (asked.Prefix(-1), chosen);
        }

        lock (gate)
        {
            // Never one that was there before, though the clock be set back or two come in the same microsecond.
            var clock = (ulong)(now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            lastVersion = Math.Max(Math.Max(clock, lastVersion + 1), catalogue.LastVersion(asked) + 1);
            return (asked, lastVersion);
        }
    }

    private bool IsTaken(Name name, ulong version)
    {
        lock (gate)
        {
            return catalogue.Knows(name, version);
        }
    }

    private long StoredBytesWithout(Name name)
    {
        lock (gate)
        {
            return catalogue.StoredBytesWithout(name);
        }
    }

    private long FreeFor(Name name)
    {
        return Math.Max(0, Quota - StoredBytesWithout(PublicationNames.TryGetVersion(name, out _) ? name.Prefix(-1) : name));
    }
}
