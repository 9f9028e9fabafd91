using System.Net.WebSockets;
using System.Security.Cryptography;
using Hearth.Board.Lights;
using Hearth.CommandLine;
using Hearth.Discovery;
using Hearth.Identity;
using Hearth.Identity.Recovery;
using Hearth.Logging;
using Hearth.Protocol;
using Hearth.Repo;
using Hearth.Supervision;
using Hearth.Updating;
using Hearth.Web;

namespace Hearth.Node;

/// <summary>What the panel asks, answered from the packet side, the identity, the repo and the supervisor.</summary>
internal sealed class PanelNode(
    ContentNode content, ContentRepo repo, NodeOwner owner, SettingsFile settings, SupervisorLink? link, LocalNetwork? network, UpdateDesk? updates,
    string? boardSocket, string slot, TimeProvider time, LineLoggerFactory logs) : INode
{
    private readonly long start = time.GetTimestamp();

    /// <inheritdoc/>
    public LightView Light
    {
        get
        {
            // A node that runs alone has no board; it serves, and that is all there is to show.
            if (link is null)
            {
                return new LightView(LightWords.PatternOf(owner.Identity is null ? LightState.Unclaimed : LightState.Serving), TimeSpan.Zero);
            }

            var view = link.View;
            return new LightView(LightWords.PatternOf(view.Light), time.GetElapsedTime(view.LightStart));
        }
    }

    /// <summary>What is kept of updates for neighbours; null for nothing.</summary>
    public UpdateShelf? Shelf { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Web.LightPattern> LightPatterns => LightWords.All;

    /// <inheritdoc/>
    public NodeSettings Settings => settings.Current;

    /// <inheritdoc/>
    public NodeStatus Status()
    {
        var (window, left) = Window();
        var usage = repo.Usage();
        var claim = owner.Identity?.Claim;
        return content.AskAsync(() => NodeSnapshot.Take(content)).GetAwaiter().GetResult() with
        {
            Namespace = owner.Identity?.Namespace.ToString(),
            OwnerFingerprint = claim?.Owner.ToString(),
            HostName = network?.HostName,
            Neighbours = network is { Neighbours: var counts }
                ? new NeighbourStatus(counts.Known, counts.Routed, counts.Refused, counts.NoRoom, counts.Unread)
                : default,
            Window = window,
            WindowLeft = left,
            Simulated = boardSocket is not null,
            Version = HearthCommandLine.Version,
            Slot = slot,
            Uptime = time.GetElapsedTime(start),
            Repo = new RepoStatus(usage.Names, usage.StoredBytes, usage.Quota),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<LimitStatus> Limits() =>
        [.. content.AskAsync(() => NodeLimits.OfPackets(content)).GetAwaiter().GetResult(), .. NodeLimits.OfOthers(content, network, Shelf)];

    /// <inheritdoc/>
    public UpdateStatus? Updates(int? utcOffset)
    {
        if (utcOffset is { } minutes)
        {
            updates?.TellOffset(minutes);
        }

        return updates?.Status();
    }

    /// <inheritdoc/>
    public async ValueTask<UpdateAnswer> AskUpdateAsync(UpdateAsk ask, CancellationToken cancel) =>
        updates is null ? UpdateAnswer.NoUpdates : await updates.AskAsync(ask, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<UpdateAnswer> BringUpdateAsync(Stream file, CancellationToken cancel) =>
        updates is null ? UpdateAnswer.NoUpdates : await updates.BringAsync(file, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<ClaimResult> ClaimAsync(string username, string? recoveryCode, CancellationToken cancel)
    {
        if (!Username.TryParse(username, out var name))
        {
            return new ClaimResult.NameNotValid();
        }

        using var turn = await owner.TakeTurnAsync(cancel).ConfigureAwait(false);
        if (owner.Identity is not null)
        {
            return new ClaimResult.AlreadyClaimed();
        }

        if (await AskWindowAsync(cancel).ConfigureAwait(false) != PressWindow.Claim)
        {
            return new ClaimResult.WindowClosed();
        }

        if (!TryCode(recoveryCode, out var code))
        {
            return new ClaimResult.RecoveryCodeNotValid();
        }

        using (code)
        {
            var identity = await owner.ClaimAsync(name, code, time.GetUtcNow()).ConfigureAwait(false);
            var words = recoveryCode is null ? string.Join(' ', code.ToWords()) : null;
            return new ClaimResult.Claimed(identity.Namespace.ToString(), identity.Claim.Owner.ToString(), words);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SignInResult> SignInAsync(CancellationToken cancel)
    {
        using var turn = await owner.TakeTurnAsync(cancel).ConfigureAwait(false);
        if (owner.Identity is null)
        {
            return SignInResult.NotClaimed;
        }

        if (await AskWindowAsync(cancel).ConfigureAwait(false) != PressWindow.SignIn)
        {
            return SignInResult.WindowClosed;
        }

        link!.ReportSignIn();
        return SignInResult.SignedIn;
    }

    /// <inheritdoc/>
    public Task PressAsync(TimeSpan hold, CancellationToken cancel) => boardSocket is null
        ? throw new InvalidOperationException("This board's button is a real one.")
        : SimulatedButton.PressAsync(boardSocket, hold, cancel);

    /// <inheritdoc/>
    public ValueTask IdentifyAsync(CancellationToken cancel)
    {
        link?.AskToIdentify();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PublishedFile>> ListAsync(CancellationToken cancel) =>
        ValueTask.FromResult<IReadOnlyList<PublishedFile>>([.. repo.List().Select(Describe)]);

    /// <inheritdoc/>
    public async ValueTask<PublishResult> PublishAsync(
        string name, Stream body, long? length, string? contentType, CancellationToken cancel)
    {
        if (owner.Identity is not { } identity)
        {
            return new PublishResult.NotClaimed();
        }

        if (!TryFullName(name, identity, out var full))
        {
            return new PublishResult.NameNotValid();
        }

        if (!identity.Namespace.IsPrefixOf(full) || full.Count == identity.Namespace.Count)
        {
            return new PublishResult.OutsideNamespace(identity.Namespace.ToString());
        }

        using var uploading = updates?.Uploading();
        var request = new PublishRequest(full, identity.DataSigner) { Size = length, MediaType = contentType };
        return await repo.PublishAsync(request, body, time.GetUtcNow(), cancel).ConfigureAwait(false) switch
        {
            PublishOutcome.Published published => new PublishResult.Published(Describe(published.Publication)),
            PublishOutcome.VersionExists => new PublishResult.VersionExists(),
            PublishOutcome.OverQuota over => new PublishResult.OverQuota(repo.Usage().StoredBytes, over.Quota),
            PublishOutcome.NameNotUsable => new PublishResult.NameNotValid(),
            PublishOutcome.SizeMismatch => new PublishResult.CutShort(),
            PublishOutcome.DiskFull => new PublishResult.DiskFull(),
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    /// <inheritdoc/>
    public ValueTask<UnpublishResult> UnpublishAsync(string name, CancellationToken cancel)
    {
        var result = owner.Identity is not { } identity || !TryFullName(name, identity, out var full)
            ? UnpublishResult.NameNotValid
            : repo.Unpublish(full, time.GetUtcNow()).Count > 0 ? UnpublishResult.Unpublished : UnpublishResult.NotFound;
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public Task AttachWebSocketAsync(WebSocket socket, CancellationToken cancel) => content.AttachAsync(socket, cancel);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SettingError>> ChangeSettingsAsync(NodeSettings changed, CancellationToken cancel)
    {
        // Half of the memory is the most that still leaves the machine usable.
        if (changed.CacheBytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2)
        {
            return [new SettingError("cacheBytes", SettingErrorReason.MoreThanTheMachineHas)];
        }

        settings.Replace(changed);
        repo.Quota = changed.QuotaBytes;
        logs.Prefer(changed.LogLevel);
        await content.AskAsync(() => content.Forwarder.ContentStore.CapacityBytes = changed.CacheBytes).ConfigureAwait(false);
        await content.AskAsync(() => RoutingPreference.Apply(content.Forwarder.Strategies, changed.Routing)).ConfigureAwait(false);
        return [];
    }

    private async Task<PressWindow> AskWindowAsync(CancellationToken cancel) =>
        link is null ? PressWindow.None : Window(await link.AskWindowAsync(cancel).ConfigureAwait(false)).Kind;

    private (PressWindow Kind, TimeSpan Left) Window() => Window(link?.View);

    private (PressWindow Kind, TimeSpan Left) Window(SupervisorView? known)
    {
        if (known is not { Window: not WindowKind.Closed } view)
        {
            return (PressWindow.None, TimeSpan.Zero);
        }

        var left = -time.GetElapsedTime(view.WindowEnd);
        return left <= TimeSpan.Zero ? (PressWindow.None, TimeSpan.Zero)
            : (view.Window == WindowKind.Claim ? PressWindow.Claim : PressWindow.SignIn, left);
    }

    private static bool TryCode(string? text, out RecoveryCode code)
    {
        if (text is not null)
        {
            var valid = RecoveryCode.TryParse(text, out var parsed, out _);
            code = parsed!;
            return valid;
        }

        Span<byte> secret = stackalloc byte[RecoveryCode.SecretSize];
        RandomNumberGenerator.Fill(secret);
        code = RecoveryCode.FromSecret(secret);
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }

    // Relative names are the owner's own; absolute ones start with a slash.
    private static bool TryFullName(string text, ApplianceIdentity identity, out Name full)
    {
        var valid = Name.TryParse(text, out var name) && name.Count > 0;
        full = !valid ? Name.Empty : text.StartsWith('/') ? name! : identity.Namespace.Append(name!.View);
        return valid;
    }

    private static PublishedFile Describe(Publication publication) => new(
        publication.Name.ToString(), publication.Version, publication.Size, publication.MediaType, publication.Created);
}
