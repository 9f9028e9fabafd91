namespace Hearth.CommandLine;

/// <summary>An option that every verb knows.</summary>
/// <param name="Name">As written on the command line.</param>
/// <param name="Variable">The environment variable that says the same.</param>
/// <param name="Value">What stands for the value in the help.</param>
/// <param name="Description">One line of help.</param>
internal sealed record SharedOption(string Name, string Variable, string Value, string Description)
{
    /// <summary>The folder that holds everything.</summary>
    public static SharedOption State { get; } = new("--state", "HEARTH_STATE", "DIR", "folder that holds everything (~/.local/state/hearth)");

    /// <summary>The local NDN socket.</summary>
    public static SharedOption Socket { get; } = new("--socket", "HEARTH_SOCKET", "PATH", "local NDN socket (/run/nfd/nfd.sock, else DIR/run/nfd.sock)");

    /// <summary>UDP and TCP port.</summary>
    public static SharedOption Port { get; } = new("--port", "HEARTH_PORT", "N", "UDP and TCP port (6363)");

    /// <summary>WebSocket port.</summary>
    public static SharedOption WebSocketPort { get; } = new("--ws-port", "HEARTH_WS_PORT", "N", "WebSocket port (9696)");

    /// <summary>The panel's address.</summary>
    public static SharedOption Web { get; } = new("--web", "HEARTH_WEB", "ADDRESS:PORT", "where the panel answers (127.0.0.1:8080 under run, :80 on a device)");

    /// <summary>The address that network faces listen on.</summary>
    public static SharedOption Bind { get; } = new("--bind", "HEARTH_BIND", "ADDRESS", "address to listen on (127.0.0.1 under run, every one on a device)");

    /// <summary>Whether the local network is told of this node, and asked for others.</summary>
    public static SharedOption Discovery { get; } = new("--discovery", "HEARTH_DISCOVERY", "on|off", "be found as hearth.local, and find neighbours (on where --bind opens the node to a network)");

    /// <summary>Room on disk for what is popular.</summary>
    public static SharedOption DiskCache { get; } = new("--disk-cache", "HEARTH_DISK_CACHE", "SIZE", "keep popular content on disk too, over restarts (off)");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<SharedOption> All { get; } = [State, Socket, Port, WebSocketPort, Web, Bind, Discovery, DiskCache];
}
