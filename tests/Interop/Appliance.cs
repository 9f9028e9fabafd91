using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hearth.Tests.Interop;

/// <summary>The shipped binary as <c>hearth run</c>, on loopback, with a state folder of its own.</summary>
internal sealed class Appliance : IAsyncDisposable
{
    private readonly ChildProcess process;

    private Appliance(ChildProcess process, string state, string page, int port, int webSocketPort)
    {
        this.process = process;
        State = state;
        Page = page;
        Port = port;
        WebSocketPort = webSocketPort;
    }

    /// <summary>Its state folder.</summary>
    public string State { get; }

    /// <summary>The panel, such as <c>http://127.0.0.1:38321/</c>.</summary>
    public string Page { get; }

    /// <summary>UDP and TCP.</summary>
    public int Port { get; }

    /// <summary>WebSocket.</summary>
    public int WebSocketPort { get; }

    /// <summary>The local NDN socket.</summary>
    public string Socket => Path.Combine(State, "nfd.sock");

    /// <summary>What it printed.</summary>
    public string Output => process.Output;

    /// <summary>Starts one, and waits until it serves.</summary>
    public static async Task<Appliance> StartAsync(CancellationToken cancel)
    {
        var state = Directory.CreateTempSubdirectory("hearth").FullName;
        var port = FreePort();
        var webSocketPort = FreePort();
        var process = ChildProcess.Start(Repository.Hearth,
        [
            "run", "--state", state, "--socket", Path.Combine(state, "nfd.sock"), "--bind", "127.0.0.1",
            "--port", Text(port), "--ws-port", Text(webSocketPort), "--web", "127.0.0.1:0",
        ]);
        var page = (await process.WaitForLineAsync(@"^Hearth is ready. Open (http://\S+)", cancel)).Groups[1].Value;
        return new Appliance(process, state, page, port, webSocketPort);
    }

    /// <summary>Runs a verb on this appliance and returns what it printed; fails when it does not end with 0.</summary>
    public async Task<string> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        var (exitCode, output) = await TryRunAsync(cancel, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"hearth {string.Join(' ', arguments)}: {output}");
    }

    /// <summary>Runs a verb on this appliance.</summary>
    public async Task<(int ExitCode, string Output)> TryRunAsync(CancellationToken cancel, params string[] arguments)
    {
        await using var verb = ChildProcess.Start(Repository.Hearth, [.. arguments, "--state", State, "--socket", Socket]);
        var exitCode = await verb.WaitForExitAsync(cancel);
        return (exitCode, verb.Output);
    }

    /// <summary>Presses the button and claims a name.</summary>
    public async Task ClaimAsync(string username, CancellationToken cancel)
    {
        await RunAsync(cancel, "press");
        using var http = new HttpClient();
        using var body = new StringContent($$"""{"username":"{{username}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"{Page}api/claim"), body, cancel);
        if (answer.StatusCode != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"claim: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancel)}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(State, recursive: true);
    }

    // Free when looked at; a port that the kernel gives is not given again soon.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
