using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Hearth.Tests.Fakes;
using Hearth.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hearth.Tests.Web;

/// <summary>A panel on a fake node, listening on loopback, and a client that keeps no cookies of its own.</summary>
internal sealed class RunningPanel : IAsyncDisposable
{
    private readonly DirectoryInfo state = Directory.CreateTempSubdirectory("panel-");
    private readonly PanelServer server;

    private RunningPanel(FakeNode node, TimeProvider time, bool hasLog)
    {
        Node = node;
        server = new PanelServer(
            node,
            new PanelOptions
            {
                Web = [new IPEndPoint(IPAddress.Loopback, 0)],
                WebSocket = [new IPEndPoint(IPAddress.Loopback, 0)],
                OwnerSocket = OwnerSocket,
                SessionsFile = SessionsFile,
                Log = hasLog ? Log : null,
                LastLog = hasLog ? LastLog : null,
                AllowedHosts = ["shelf.example"],
            },
            time,
            NullLoggerFactory.Instance);
    }

    public FakeNode Node { get; }

    public string SessionsFile => Path.Combine(state.FullName, "sessions.json");

    public string Log => Path.Combine(state.FullName, "messages");

    public string LastLog => Path.Combine(state.FullName, "last");

    public string OwnerSocket => Path.Combine(state.FullName, "run", "node.sock");

    public HttpClient Client { get; private set; } = null!;

    public Uri Faces => new($"ws://{server.WebSocketAddresses[0]}");

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A node whose button needs no time to be held.</summary>
    public static FakeNode QuickNode(TimeProvider? time = null) =>
        new(time ?? TimeProvider.System) { WhileHeld = (_, _) => Task.CompletedTask };

    public static async Task<RunningPanel> StartAsync(FakeNode? node = null, TimeProvider? time = null, bool hasLog = true)
    {
        var panel = new RunningPanel(node ?? QuickNode(time), time ?? TimeProvider.System, hasLog);
        await panel.server.StartAsync(Cancel);
        panel.Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://{panel.server.WebAddresses[0]}"),
        };
        return panel;
    }

    /// <summary>A client that comes in through the owner's socket.</summary>
    public HttpClient OwnerClient() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(OwnerSocket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://node"),
    };

    /// <summary>Sends one request and reads the whole answer.</summary>
    public async Task<Answer> SendAsync(
        string method, string path, string? json = null, string? cookie = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request, Cancel);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Presses and claims; returns the owner's cookie.</summary>
    public async Task<string> ClaimAsync(string username = "alice")
    {
        Assert.Equal(204, (await SendAsync("POST", "/api/press", """{"holdSeconds":0.2}""")).Status);
        var answer = await SendAsync("POST", "/api/claim", $$"""{"username":"{{username}}"}""");
        Assert.Equal(201, answer.Status);
        return answer.Cookie!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
        state.Delete(recursive: true);
    }

    /// <summary>An answer, read.</summary>
    internal sealed record Answer(int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public string Error => Json.GetProperty("error").GetString()!;

        public string? SetCookie => Headers.TryGetValues("Set-Cookie", out var values) ? values.Single() : null;

        public string? Cookie => SetCookie?.Split(';')[0];

        public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
            (int)response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync(Cancel));
    }
}
