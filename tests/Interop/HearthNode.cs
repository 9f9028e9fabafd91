using System.Net;
using System.Net.Sockets;

namespace Hearth.Tests.Interop;

/// <summary>The built binary as <c>hearth run</c>, in a state folder and on ports of its own.</summary>
internal sealed class HearthNode : IAsyncDisposable
{
    private readonly DirectoryInfo state = Directory.CreateTempSubdirectory("hearth");
    private readonly ChildProcess run;

    private HearthNode() => run = ChildProcess.Start(Binary, ["run", .. Shared]);

    /// <summary><c>HEARTH_BINARY</c> where it is set, else where <c>make build</c> leaves it.</summary>
    public static string Binary => Environment.GetEnvironmentVariable("HEARTH_BINARY") is { Length: > 0 } given
        ? given
        : Path.Combine(Repository.Root, "out", "linux-x64", "hearth");

    /// <summary>The local NDN socket.</summary>
    public string Socket => Path.Combine(state.FullName, "nfd.sock");

    /// <summary>UDP and TCP port.</summary>
    public int Port { get; } = FreePort();

    /// <summary>WebSocket port.</summary>
    public int WebSocketPort { get; } = FreePort();

    /// <summary>The options that make any verb of the binary speak to this node.</summary>
    public string[] Shared =>
    [
        "--state", state.FullName, "--socket", Socket, "--port", $"{Port}", "--ws-port", $"{WebSocketPort}", "--web", "127.0.0.1:0",
        "--bind", "127.0.0.1",
    ];

    /// <summary>What the node printed.</summary>
    public string Output => run.Output;

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<HearthNode> StartAsync(CancellationToken cancel)
    {
        var node = new HearthNode();
        await node.run.WaitForLineAsync(@"http://127\.0\.0\.1:\d+", cancel);
        return node;
    }

    /// <summary>Starts another program that finds this node by its environment, as <c>ndnts/stranger.mjs</c> does.</summary>
    public ChildProcess StartStranger(string file, params string[] arguments) => ChildProcess.Start(
        file, arguments, ("NODE_SOCKET", Socket), ("NODE_PORT", $"{Port}"), ("NODE_WS_PORT", $"{WebSocketPort}"));

    public async ValueTask DisposeAsync()
    {
        await run.DisposeAsync();
        state.Delete(recursive: true);
    }

    // The kernel gives no port twice in a short time, so that it is still free when the node asks for it.
    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
