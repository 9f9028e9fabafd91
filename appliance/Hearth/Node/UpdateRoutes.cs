using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Updating;

namespace Hearth.Node;

/// <summary>
/// Whom a channel's prefix is routed to, but for this node itself: neighbours that mDNS found, and what the owner routed. Each
/// can be asked alone, by a route that captures one name for a while, so that it is known who brought what.
/// </summary>
/// <param name="node">The packet side.</param>
/// <param name="prefix">The channel's prefix.</param>
internal sealed class UpdateRoutes(ContentNode node, Name prefix) : IUpdatePeers
{
    // At once, as with management's command: the forwarder is not held up for long.
    private const int MostErased = 256;

    // A disk that takes longer has too much to do; what it has kept of a lie then costs another retry.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const RouteInheritance Alone = RouteInheritance.ChildInherit | RouteInheritance.Capture;

    /// <inheritdoc/>
    public Task<IReadOnlyList<UpdatePeer>> ListAsync() => node.AskAsync<IReadOnlyList<UpdatePeer>>(() =>
    {
        var peers = new List<UpdatePeer>();
        foreach (var hop in node.Forwarder.Fib.Find(prefix) is { } entry ? entry.NextHops : [])
        {
            if (hop.Face != node.UpdatesFace && node.Forwarder.Faces.TryGet(hop.Face, out var face))
            {
                // Stable: of those at home the cheapest stays first.
                var place = peers.FindIndex(other => other.Reach > face.Info.Reach);
                peers.Insert(place < 0 ? peers.Count : place, new UpdatePeer(hop.Face, face.Info.Reach));
            }
        }

        return peers;
    });

    /// <inheritdoc/>
    public Task<bool> AskOnlyAsync(Name name, FaceId peer) =>
        node.AskAsync(() => node.Forwarder.Rib.Register(name, new Route(peer, RouteOrigin.AutoRegistration, Cost: 0, Alone)));

    /// <inheritdoc/>
    public Task AskAnyAsync(Name name, FaceId peer) => node.AskAsync(() => node.Forwarder.Rib.Unregister(name, peer, RouteOrigin.AutoRegistration));

    /// <inheritdoc/>
    public async Task ForgetAsync(Name name)
    {
        while (await node.AskAsync(() => node.Forwarder.ContentStore.Erase(name, MostErased)).ConfigureAwait(false) == MostErased)
        {
            // Packets have their turn between.
        }

        var erased = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (await node.AskAsync(() => node.Forwarder.SecondTier?.TryErase(name, ulong.MaxValue, _ => erased.SetResult()) ?? false).ConfigureAwait(false))
        {
            await erased.Task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
