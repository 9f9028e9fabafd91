using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>The built binary as <c>hearth run</c>, in a state folder and on ports of its own.</summary>
internal sealed class HearthNode : IAsyncDisposable
{
    private readonly DirectoryInfo state = Directory.CreateTempSubdirectory("hearth");
    private readonly ChildProcess run;
    private readonly bool isOnNetwork;

    private HearthNode(LabHost? host)
    {
        isOnNetwork = host is not null;
        Port = isOnNetwork ? 6363 : FreePort();
        WebSocketPort = isOnNetwork ? 9696 : FreePort();
        run = host?.Start(Repository.Hearth, ["run", .. Shared]) ?? ChildProcess.Start(Repository.Hearth, ["run", .. Shared]);
    }

    /// <summary>The panel, such as <c>http://127.0.0.1:38321/</c>.</summary>
    public string Page { get; private set; } = "";

    /// <summary>The local NDN socket.</summary>
    public string Socket => Path.Combine(state.FullName, "nfd.sock");

    /// <summary>UDP and TCP port.</summary>
    public int Port { get; }

    /// <summary>WebSocket port.</summary>
    public int WebSocketPort { get; }

    /// <summary>The options that make any verb of the binary speak to this node.</summary>
    public string[] Shared =>
    [
        "--state", state.FullName, "--socket", Socket, "--port", $"{Port}", "--ws-port", $"{WebSocketPort}",
        .. isOnNetwork ? (string[])["--web", "[::]:80", "--bind", "::"] : ["--web", "127.0.0.1:0", "--bind", "127.0.0.1"],
    ];

    /// <summary>Resident memory of the node's own process, in bytes.</summary>
    public long NodeMemory
    {
        get
        {
            var children = File.ReadAllText($"/proc/{run.Id}/task/{run.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var others = Directory.GetDirectories($"/proc/{run.Id}/task").SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var node = children.Concat(others).First(child => File.ReadAllText($"/proc/{child}/cmdline").Split('\0')[1] == "node");
            var line = File.ReadLines($"/proc/{node}/status").First(status => status.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <summary>What the node printed.</summary>
    public string Output => run.Output;

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<HearthNode> StartAsync(CancellationToken cancel)
    {
        var node = new HearthNode(null);
        node.Page = (await node.run.WaitForLineAsync(@"^Hearth is ready. Open (http://127\.0\.0\.1:\d+/)", cancel)).Groups[1].Value;
        return node;
    }

    /// <summary>Starts it as a device would be on this host's network, and waits until it serves.</summary>
    public static async Task<HearthNode> StartAsync(LabHost host, CancellationToken cancel)
    {
        var node = new HearthNode(host);
        await node.run.WaitForLineAsync("^Hearth is ready", cancel);
        return node;
    }

    /// <summary>Waits for a line that it prints.</summary>
    public Task<Match> WaitForLineAsync(string pattern, CancellationToken cancel) => run.WaitForLineAsync(pattern, cancel);

    /// <summary>Waits until its light shows a state.</summary>
    public Task WaitForLightAsync(string light, CancellationToken cancel) => WaitForStatusAsync($"light      {light}\n", cancel);

    /// <summary>Waits until its status says something.</summary>
    public async Task WaitForStatusAsync(string words, CancellationToken cancel)
    {
        while (!(await RunAsync(cancel, "status")).Contains(words, StringComparison.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ends it as init does, and waits for its end.</summary>
    public Task StopAsync(CancellationToken cancel) => run.TerminateAsync(cancel);

    /// <summary>Runs a verb on this node.</summary>
    public async Task<(int ExitCode, string Output)> TryRunAsync(CancellationToken cancel, params string[] arguments)
    {
        await using var verb = ChildProcess.Start(Repository.Hearth, [.. arguments, .. Shared]);
        return (await verb.WaitForExitAsync(cancel), verb.Output);
    }

    /// <summary>Runs a verb on this node and returns what it printed; fails when it does not end well.</summary>
    public async Task<string> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        var (exitCode, output) = await TryRunAsync(cancel, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"hearth {string.Join(' ', arguments)}: {output}\n{Output}");
    }

    /// <summary>Presses the button and claims a name.</summary>
    public async Task<JsonElement> ClaimAsync(string username, CancellationToken cancel, string? recoveryCode = null)
    {
        await RunAsync(cancel, "press");
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectToOwnersSocketAsync });
        var request = new JsonObject { ["username"] = username, ["recoveryCode"] = recoveryCode };
        using var body = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("http://localhost/api/claim"), body, cancel);
        var said = await answer.Content.ReadAsStringAsync(cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{answer.StatusCode} {said}");
        return JsonDocument.Parse(said).RootElement;
    }

    /// <summary>Starts another program that finds this node by its environment, as <c>ndnts/stranger.mjs</c> does.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">What it is told besides.</param>
    public ChildProcess StartStranger(IReadOnlyList<string> command, params ReadOnlySpan<(string Name, string Value)> environment) => ChildProcess.Start(
        command[0],
        command.Skip(1),
        [("NODE_SOCKET", Socket), ("NODE_PORT", $"{Port}"), ("NODE_WS_PORT", $"{WebSocketPort}"), .. environment]);

    public async ValueTask DisposeAsync()
    {
        await run.DisposeAsync();
        state.Delete(recursive: true);
    }

    // The owner's socket is a file: it answers whichever network the node is on.
    private async ValueTask<Stream> ConnectToOwnersSocketAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(state.FullName, "run", "node.sock")), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    // The kernel gives no port twice in a short time, so that it is still free when the node asks for it.
    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
