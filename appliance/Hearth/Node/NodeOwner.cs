using System.Security.Cryptography;
using Hearth.Identity;
using Hearth.Identity.Recovery;
using Hearth.Identity.State;

namespace Hearth.Node;

/// <summary>Whose node this is. Claims and sign-ins take turns, so that one press is good for one of them.</summary>
internal sealed class NodeOwner : IDisposable
{
    private readonly IdentityStore store;
    private readonly SemaphoreSlim turns = new(1);
    private ContentNode? content;
    private Action? changed;
    private volatile ApplianceIdentity? identity;

    /// <summary>Loads the identity, if the appliance was claimed.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <exception cref="StateFaultException">The files are damaged, or others can read them.</exception>
    public NodeOwner(IdentityStore store)
    {
        this.store = store;
        identity = store.TryLoad(out var loaded) ? loaded : null;
    }

    /// <summary>The identity; null until claimed.</summary>
    public ApplianceIdentity? Identity => identity;

    /// <summary>Waits for the turn; it ends when the result is disposed of.</summary>
    public async Task<IDisposable> TakeTurnAsync(CancellationToken cancel)
    {
        await turns.WaitAsync(cancel).ConfigureAwait(false);
        return new Turn(turns);
    }

    /// <summary>Serves the loaded identity, if any, and whatever is claimed from now on.</summary>
    /// <param name="node">Serves it; ends before this is disposed.</param>
    /// <param name="claimed">Called after a claim.</param>
    public Task ServeAsync(ContentNode node, Action claimed)
    {
        (content, changed) = (node, claimed);
        return identity is { } loaded ? node.AdoptAsync(loaded) : Task.CompletedTask;
    }

    /// <summary>Claims, after <see cref="ServeAsync"/>. The caller has the turn, and the appliance has no owner. On the disk when this completes.</summary>
    public async Task<ApplianceIdentity> ClaimAsync(Username username, RecoveryCode code, DateTimeOffset now)
    {
        var claimed = ApplianceIdentity.Create(username, code, RandomNumberGenerator.Fill, now);
        store.Save(claimed);
        identity = claimed;
        await content!.AdoptAsync(claimed).ConfigureAwait(false);
        changed!();
        return claimed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        identity?.Dispose();
        turns.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
