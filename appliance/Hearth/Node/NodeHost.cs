using System.Net;
using Hearth.CommandLine;
using Hearth.Discovery;
using Hearth.Identity;
using Hearth.Logging;
using Hearth.Repo;
using Hearth.Supervision;
using Hearth.Updating;
using Hearth.Web;

namespace Hearth.Node;

/// <summary>
/// The node's life: wait for the supervisor's go, open the state, listen, serve, and report how it is until it ends.
/// </summary>
internal sealed class NodeHost(HearthOptions options, TimeProvider time, LineLoggerFactory logs)
{
    /// <summary>The log that its owner may read.</summary>
    public LogFiles Log { get; init; } = new(null, null);

    /// <summary>What it has to do with updates.</summary>
    public UpdateSettings Updates { get; init; } = new();

    /// <summary>Runs under a supervisor that answers at <paramref name="supervisor"/>.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunSupervisedAsync(string supervisor, CancellationToken stop)
    {
        using var link = await SupervisorLink.ConnectAsync(supervisor, ChildRole.Node, time, stop).ConfigureAwait(false);
        if (!await link.WaitForGoAsync(_ => Task.Run(() => FactoryReset.Erase(options.State), CancellationToken.None), stop).ConfigureAwait(false))
        {
            return ExitCode.StartAgain;
        }

        var end = await ServeAsync(link, serving => link.RunAsync(turn => serving.AskAsync(() => true).WaitAsync(turn), stop), stop).ConfigureAwait(false);
        return end == LinkEnd.Stopped ? ExitCode.Done : ExitCode.StartAgain;
    }

    /// <summary>Runs without a supervisor: nothing can be claimed, what was claimed is served.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAloneAsync(CancellationToken stop)
    {
        await ServeAsync(null, _ => UntilAsync(stop), stop).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<LinkEnd> UntilAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        using var registration = stop.Register(stopped.SetResult);
        await stopped.Task.ConfigureAwait(false);
        return LinkEnd.Stopped;
    }

    // A node that no longer plans its updates ends, and whoever started it starts it again.
    private static async Task<LinkEnd> UnlessBrokenAsync(Task<LinkEnd> end, Task updates)
    {
        if (await Task.WhenAny(end, updates).ConfigureAwait(false) == updates)
        {
            await updates.ConfigureAwait(false);
        }

        return await end.ConfigureAwait(false);
    }

    private async Task<LinkEnd> ServeAsync(SupervisorLink? link, Func<ContentNode, Task<LinkEnd>> untilEnd, CancellationToken stop)
    {
        FactoryReset.FinishIfInterrupted(options.State);
        Directory.CreateDirectory(options.State.Run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var settings = new SettingsFile(options.State.Settings);
        logs.Prefer(settings.Current.LogLevel);
        using var repo = ContentRepo.Open(options.State.Root, new RepoOptions { Quota = settings.Current.QuotaBytes, KeptFree = UpdateShelf.UsualBytes });

        // Outlives the packet side, which signs with its keys until its thread has ended.
        using var owner = new NodeOwner(new IdentityStore(options.State.Root));
        using var content = new ContentNode(repo, settings.Current.CacheBytes, time, logs);
        if (options.DiskCacheBytes > 0)
        {
            content.UseDisk(options.State.Cache, options.DiskCacheBytes);
        }

        using var updates = NodeUpdates.Open(Updates, options, content, link, () => settings.Current.Reports == SettingsSchema.Yes, time, logs);
        if (updates is not null)
        {
            content.ServeUpdates(updates.Prefix, updates.Packets.Answer);
        }

        RoutingPreference.Apply(content.Forwarder.Strategies, settings.Current.Routing);
        var health = new HealthReport(link);
        var pins = new NeighbourPins(options.State.Root, options.State.Neighbours);
        content.LearnRoutes(pins, new ClientTransport.Unix(options.NodeSocket), stop);
        content.ListenLocal(options.NodeSocket);
        content.ListenNetwork(options.Bind, options.Port);
        content.Start();
        using var network = OpenNetwork(content, pins, health);

        var button = link is { SimulatedBoard: true } ? options.State.BoardSocket : null;
        // Said by the device's scripts, who know it from the boot chain; a laptop has none.
        var slot = options.Surroundings.Given("HEARTH_SLOT") ?? "-";
        var panelNode = new PanelNode(content, repo, owner, settings, link, network, updates?.Desk, button, slot, time, logs) { Shelf = updates?.Shelf };
        var panel = new PanelServer(panelNode, Doors() with { Updater = updates?.Door }, time, logs);
        await using (panel.ConfigureAwait(false))
        {
            await owner.ServeAsync(content, TellOwner).ConfigureAwait(false);
            await panel.StartAsync(stop).ConfigureAwait(false);
            TellOwner();
            network?.Start();
            updates?.Start(link);
            health.Begin(PageAt(panel.WebAddresses[0], options.Discovery ? "hearth.local" : "localhost"));
            var end = await UnlessBrokenAsync(untilEnd(content), updates?.Running ?? Task.CompletedTask).ConfigureAwait(false);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await panel.StopAsync(patience.Token).ConfigureAwait(false);
            return end;
        }

        // A claim may come as soon as the panel answers; what it changes is told again once all is known.
        void TellOwner()
        {
            health.SetClaimed(owner.Identity is not null);
            if (panel.WebAddresses is [var page, ..])
            {
                network?.Announce(owner.Identity?.Username, content.Network!.UdpPort, page);
            }
        }
    }

    // A node that is bound to this machine alone has no network, and misses none.
    private LocalNetwork? OpenNetwork(ContentNode content, NeighbourPins pins, HealthReport health)
    {
        if (IPAddress.IsLoopback(options.Bind))
        {
            health.SetNetwork(true);
            return null;
        }

        return new LocalNetwork(options.Bind, options.Discovery, content.Neighbours, pins, time, logs)
        {
            LinksChanged = links =>
            {
                health.SetNetwork(links.Any(link => link.HasNetwork));
                content.Follow(links);
            },
        };
    }

    private PanelOptions Doors() => new()
    {
        Web = Both(options.Web.Address, options.Web.Port),
        WebSocket = Both(options.Bind, options.WebSocketPort),
        OwnerSocket = options.State.OwnerSocket,
        SessionsFile = options.State.Sessions,
        Log = Log.Current,
        LastLog = Log.Last,
    };

    // "Every address" is none that a browser could open, and a browser leaves the usual port out.
    private static string PageAt(IPEndPoint web, string everywhere)
    {
        var host = web.Address.Equals(IPAddress.Any) || web.Address.Equals(IPAddress.IPv6Any) ? everywhere : new UriBuilder { Host = web.Address.ToString() }.Host;
        return new UriBuilder(Uri.UriSchemeHttp, host, web.Port).Uri.AbsoluteUri;
    }

    private static IPEndPoint[] Both(IPAddress address, int port) => [new IPEndPoint(address, port)];
}
