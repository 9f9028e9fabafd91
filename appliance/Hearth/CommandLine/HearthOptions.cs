using System.Globalization;
using System.Net;
using Hearth.Cache;

namespace Hearth.CommandLine;

/// <summary>The options that every verb knows, checked. Option, then environment variable, then default.</summary>
internal sealed record HearthOptions
{
    /// <summary>UDP and TCP port of NDN (IANA: 6363).</summary>
    public const ushort DefaultPort = 6363;

    /// <summary>WebSocket port of NDN, as NFD has it.</summary>
    public const ushort DefaultWebSocketPort = 9696;

    /// <summary><c>--state</c>: the folder that holds everything.</summary>
    public required StateDirectory State { get; init; }

    /// <summary><c>--socket</c>: path of the local NDN socket as the user gave it; null is "where it usually is".</summary>
    public string? Socket { get; init; }

    /// <summary><c>--port</c>: UDP and TCP; 0 lets the kernel choose.</summary>
    public required ushort Port { get; init; }

    /// <summary><c>--ws-port</c>: WebSocket; 0 lets the kernel choose.</summary>
    public required ushort WebSocketPort { get; init; }

    /// <summary><c>--web</c>: where the panel answers; port 0 lets the kernel choose.</summary>
    public required IPEndPoint Web { get; init; }

    /// <summary><c>--bind</c>: where network faces listen; <see cref="IPAddress.IPv6Any"/> is every address of both families.</summary>
    public required IPAddress Bind { get; init; }

    /// <summary>
    /// <c>--discovery</c>: whether the local network is told of this node, and asked for others. A node that is bound to
    /// this machine alone has no local network.
    /// </summary>
    public required bool Discovery { get; init; }

    /// <summary><c>--disk-cache</c>: bytes of popular content that are kept on disk too; 0 for none.</summary>
    public required long DiskCacheBytes { get; init; }

    /// <summary>Where the rest is looked up: <c>NDN_CLIENT_TRANSPORT</c>, <c>client.conf</c>, <c>/run/nfd</c>.</summary>
    public required Surroundings Surroundings { get; init; }

    /// <summary>Path of the socket that the node itself opens.</summary>
    public string NodeSocket => FaceSocketPath.OfNode(this);

    /// <summary>The forwarder that a client verb speaks to.</summary>
    /// <exception cref="WrongUsageException">The configured transport is none that a client can use.</exception>
    public ClientTransport ClientTransport => ClientTransport.Find(this);

    /// <summary>Checks what was given and fills in the rest.</summary>
    /// <param name="given">An option's text by its name; null where the command line does not have it.</param>
    /// <param name="defaults">What <c>--web</c> and <c>--bind</c> are when nobody says.</param>
    /// <param name="surroundings">The environment.</param>
    /// <exception cref="WrongUsageException">A value cannot be; the line names the option or the variable.</exception>
    public static HearthOptions Resolve(Func<string, string?> given, OptionDefaults defaults, Surroundings surroundings)
    {
        Source Look(SharedOption option) => Source.Of(option, given, surroundings);

        return new HearthOptions
        {
            State = StateOf(Look(SharedOption.State), surroundings),
            Socket = SocketOf(Look(SharedOption.Socket)),
            Port = PortOf(Look(SharedOption.Port), DefaultPort),
            WebSocketPort = PortOf(Look(SharedOption.WebSocketPort), DefaultWebSocketPort),
            Web = WebOf(Look(SharedOption.Web), defaults.Web),
            Bind = BindOf(Look(SharedOption.Bind), defaults.Bind),
            Discovery = DiscoveryOf(Look(SharedOption.Discovery)),
            DiskCacheBytes = DiskCacheOf(Look(SharedOption.DiskCache)),
            Surroundings = surroundings,
        };
    }

    /// <summary>The same options again as a command line, for a child process of the same binary.</summary>
    public IReadOnlyList<string> ToArguments() =>
    [
        SharedOption.State.Name, State.Root,
        .. Socket is null ? Array.Empty<string>() : [SharedOption.Socket.Name, Socket],
        SharedOption.Port.Name, Port.ToString(CultureInfo.InvariantCulture),
        SharedOption.WebSocketPort.Name, WebSocketPort.ToString(CultureInfo.InvariantCulture),
        SharedOption.Web.Name, Web.ToString(),
        SharedOption.Bind.Name, Bind.ToString(),
        SharedOption.Discovery.Name, Discovery ? "on" : "off",
        SharedOption.DiskCache.Name, DiskCacheBytes.ToString(CultureInfo.InvariantCulture),
    ];

    private static StateDirectory StateOf(Source source, Surroundings surroundings)
    {
        var root = Path.GetFullPath(source.Text ?? StateDirectory.DefaultRoot(surroundings));
        StateDirectory state = new(Path.TrimEndingDirectorySeparator(root));
        if (!UnixSocketPath.Fits(state.SupervisorSocket))
        {
            throw source.Wrong($"its path is too long for the sockets inside (limit {UnixSocketPath.MaxBytes} bytes); choose a shorter one");
        }

        if (File.Exists(state.Root))
        {
            throw source.Wrong("that is a file; give a folder");
        }

        return state;
    }

    private static string? SocketOf(Source source)
    {
        if (source.Text is null)
        {
            return null;
        }

        var path = Path.GetFullPath(source.Text.StartsWith("unix://", StringComparison.Ordinal) ? source.Text["unix://".Length..] : source.Text);
        return UnixSocketPath.Fits(path)
            ? path
            : throw source.Wrong($"a socket's path has at most {UnixSocketPath.MaxBytes} bytes; choose a shorter one");
    }

    private static ushort PortOf(Source source, ushort fallback)
    {
        if (source.Text is null)
        {
            return fallback;
        }

        return ushort.TryParse(source.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw source.Wrong("a port is a number from 0 to 65535 (0: any free one)");
    }

    private static IPEndPoint WebOf(Source source, IPEndPoint fallback)
    {
        if (source.Text is not { } text)
        {
            return fallback;
        }

        if (text.StartsWith(':'))
        {
            text = $"[::]{text}";
        }
        // A bare address would parse with port 0: the port has to be written.
        var hasPort = text.LastIndexOf(':') > text.LastIndexOf(']') && (text.Contains('.', StringComparison.Ordinal) || text.StartsWith('['));
        return hasPort && IPEndPoint.TryParse(text, out var web)
            ? web
            : throw source.Wrong("write ADDRESS:PORT, for example 127.0.0.1:8080, [::1]:8080, or :80 for every address");
    }

    private static IPAddress BindOf(Source source, IPAddress fallback)
    {
        if (source.Text is null)
        {
            return fallback;
        }

        return IPAddress.TryParse(source.Text, out var address)
            ? address
            : throw source.Wrong("write an IP address of this machine, for example 127.0.0.1, 0.0.0.0 or ::");
    }

    private static bool DiscoveryOf(Source source) => source.Text switch
    {
        null or "on" => true,
        "off" => false,
        _ => throw source.Wrong("write on or off"),
    };

    private static long DiskCacheOf(Source source)
    {
        if (source.Text is null or "off")
        {
            return 0;
        }

        return Quantity.TryParseBytes(source.Text, out var bytes) && (bytes == 0 || bytes >= 2 * CacheFile.SegmentSize) && bytes <= long.MaxValue
            ? (long)bytes
            : throw source.Wrong("write a size of 10MB or more, for example 1GB, or off");
    }

    /// <summary>A value's text and where it came from, so that a complaint names what the user wrote.</summary>
    private readonly record struct Source(SharedOption Option, string? Text, bool FromEnvironment)
    {
        public static Source Of(SharedOption option, Func<string, string?> given, Surroundings surroundings) =>
            given(option.Name) is { } text
                ? new Source(option, text, FromEnvironment: false)
                : new Source(option, surroundings.Given(option.Variable), FromEnvironment: true);

        public WrongUsageException Wrong(string reason)
        {
            var written = Text is null ? Option.Name : FromEnvironment ? $"{Option.Variable}={Text}" : $"{Option.Name} {Text}";
            return new WrongUsageException($"{written}: {reason}.");
        }
    }
}
