using System.Net;
using System.Net.Sockets;
using Hearth.Web.Http;
using Hearth.Web.Http.Api;
using Hearth.Web.Http.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hearth.Web;

/// <summary>
/// The panel, its API, and the door through which NDN faces come in over WebSocket. It is Kestrel alone:
/// a few doors, one request delegate.
/// </summary>
public sealed class PanelServer : IAsyncDisposable
{
    // A browser opens six connections and one event stream; sixteen browsers fit.
    private const int PanelConnections = 128;
    private const int OwnerConnections = 32;
    private const int FaceConnections = 512;
    private const int UpdaterConnections = 4;

    // Everything but a published file is a few hundred bytes of JSON.
    private const int RequestBodyBytes = 64 * 1024;

    // All connections of the panel's door together then hold 16 MB at most.
    private const int RequestBufferBytes = 128 * 1024;

    private readonly CancellationTokenSource stopping = new();
    private readonly PanelOptions options;
    private readonly KestrelServer server;
    private readonly DirectApplication application;
    private readonly Door panel = new(DoorKind.Panel, PanelConnections);
    private readonly Door owner = new(DoorKind.Owner, OwnerConnections);
    private readonly Door faces = new(DoorKind.Faces, FaceConnections);
    private readonly Door updater;

    /// <summary>Makes a server that does not listen yet.</summary>
    public PanelServer(INode node, PanelOptions options, TimeProvider time, ILoggerFactory logs)
    {
        this.options = options;
        updater = new Door(DoorKind.Updater, UpdaterConnections, options.Updater?.Admits);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs);
        server = new KestrelServer(Options.Create(Listen(options)), transport, logs);
        application = new DirectApplication(Behind(node, options, time, logs));
    }

    /// <summary>The addresses that the page is served at, once started; the port is the bound one.</summary>
    public IReadOnlyList<IPEndPoint> WebAddresses { get; private set; } = [];

    /// <summary>The addresses that NDN faces connect to, once started; the port is the bound one.</summary>
    public IReadOnlyList<IPEndPoint> WebSocketAddresses { get; private set; } = [];

    /// <summary>Listens. Throws <see cref="IOException"/> when an address is taken.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (var path in (string?[])[options.OwnerSocket, options.Updater?.Socket])
        {
            if (path is not null)
            {
                ClearSocket(path);
            }
        }

        await server.StartAsync(application, cancel).ConfigureAwait(false);
        if (options.OwnerSocket is { } bound)
        {
            File.SetUnixFileMode(bound, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        if (options.Updater is { Socket: var forUpdater })
        {
            // Who of the group comes in is asked of the kernel, connection by connection.
            File.SetUnixFileMode(forUpdater, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        }

        // Kestrel reports what it bound in the order of the Listen calls.
        var addresses = server.Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address)).Where(uri => uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            .Select(uri => new IPEndPoint(IPAddress.Parse(uri.Host), uri.Port)).ToArray();
        WebAddresses = addresses[..options.Web.Count];
        WebSocketAddresses = addresses[options.Web.Count..];
    }

    /// <summary>Stops listening and lets requests end until <paramref name="cancel"/>.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        // Event streams and faces would not end by themselves.
        await stopping.CancelAsync().ConfigureAwait(false);
        await server.StopAsync(cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        server.Dispose();
        stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Everything behind the doors, put together.</summary>
    private RequestDelegate Behind(INode node, PanelOptions options, TimeProvider time, ILoggerFactory logs)
    {
        Panel? page = null;
        EventStreams? streams = null;
        WirePanel Counters() => new(
            panel.Refused + owner.Refused + faces.Refused + updater.Refused, page!.HostsRefused, page.OriginsRefused, streams!.Refused);

        var sessions = new SessionStore(options.SessionsFile, time);
        streams = new EventStreams(new StatusFrames(node, time, Counters), time, stopping.Token);
        IEnumerable<Route> routes =
        [
            .. new BoardApi(node, streams, new DrawnButton(node), Counters).Routes,
            .. new OwnerApi(node, sessions).Routes,
            .. new FilesApi(node).Routes,
            .. new UpdateApi(node).Routes,
            .. new SettingsApi(node).Routes,
            .. new LogApi(options.Log, options.LastLog).Routes,
        ];
        page = new Panel(node, routes, sessions, new HostPolicy(options.AllowedHosts), logs.CreateLogger<Panel>());
        var faceDoor = new FaceDoor(node, logs, stopping.Token);
        return context => context.Features.GetRequiredFeature<Door>() switch
        {
            { Kind: DoorKind.Faces } => faceDoor.HandleAsync(context),
            { Kind: DoorKind.Updater } => options.Updater!.Answer(context),
            var door => page.HandleAsync(context, door),
        };
    }

    private KestrelServerOptions Listen(PanelOptions options)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = RequestBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestBufferSize = RequestBufferBytes;

        // A connection that sends nothing, or its headers byte by byte, soon makes room for another.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        foreach (var address in options.Web)
        {
            kestrel.Listen(address, listen => Guard(listen, panel));
        }

        foreach (var address in options.WebSocket)
        {
            kestrel.Listen(address, listen => Guard(listen, faces));
        }

        if (options.OwnerSocket is { } path)
        {
            kestrel.ListenUnixSocket(path, listen => Guard(listen, owner));
        }

        if (options.Updater is { Socket: var forUpdater })
        {
            kestrel.ListenUnixSocket(forUpdater, listen => Guard(listen, updater));
        }

        return kestrel;
    }

    private static void Guard(ListenOptions listen, Door door)
    {
        listen.Protocols = HttpProtocols.Http1;
        ((IConnectionBuilder)listen).Use(door.Guard);
    }

    /// <summary>The folder is closed to others before the socket exists; a socket that nobody answers is a leftover.</summary>
    private static void ClearSocket(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new IOException($"Another node answers on {path}.");
    }
}
