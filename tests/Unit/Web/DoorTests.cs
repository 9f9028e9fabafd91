using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Hearth.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hearth.Tests.Web;

/// <summary>The three ways in.</summary>
public class DoorTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/any/path")]
    public async Task An_ndn_face_comes_in_at_any_path_and_from_any_page(string path)
    {
        await using var panel = await RunningPanel.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://somewhere.example");
        await socket.ConnectAsync(new Uri(panel.Faces, path), RunningPanel.Cancel);
        Assert.Null(socket.SubProtocol);
        var packet = new byte[8800];
        Random.Shared.NextBytes(packet);
        await socket.SendAsync(packet, WebSocketMessageType.Binary, endOfMessage: true, RunningPanel.Cancel);

        var echo = new byte[packet.Length];
        var received = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(echo.AsMemory(received), RunningPanel.Cancel);
            received += part.Count;
        }
        while (!part.EndOfMessage);

        Assert.Equal(WebSocketMessageType.Binary, part.MessageType);
        Assert.Equal(packet, echo);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, RunningPanel.Cancel);
    }

    [Fact]
    public async Task A_browser_that_strays_to_the_faces_door_is_told_where_it_is()
    {
        await using var panel = await RunningPanel.StartAsync();
        using var response = await panel.Client.GetAsync(new UriBuilder(panel.Faces) { Scheme = "http" }.Uri, RunningPanel.Cancel);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Contains("WebSocket", await response.Content.ReadAsStringAsync(RunningPanel.Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_faces_door_has_no_api()
    {
        await using var panel = await RunningPanel.StartAsync();
        var status = new UriBuilder(panel.Faces) { Scheme = "http", Path = "/api/status" }.Uri;
        using var response = await panel.Client.GetAsync(status, RunningPanel.Cancel);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public async Task The_panels_door_takes_no_faces()
    {
        await using var panel = await RunningPanel.StartAsync();
        using var socket = new ClientWebSocket();
        var uri = new UriBuilder(panel.Client.BaseAddress!) { Scheme = "ws" }.Uri;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(uri, RunningPanel.Cancel));
    }

    [Fact]
    public async Task Stopping_ends_the_faces_that_are_open()
    {
        var panel = await RunningPanel.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(panel.Faces, RunningPanel.Cancel);
        await panel.DisposeAsync();
        await Assert.ThrowsAnyAsync<WebSocketException>(async () => await socket.ReceiveAsync(new byte[1], RunningPanel.Cancel));
    }

    [Fact]
    public async Task Whoever_can_open_the_owners_socket_is_the_owner()
    {
        await using var panel = await RunningPanel.StartAsync();
        using var owner = panel.OwnerClient();
        await panel.ClaimAsync();
        using var body = new StringContent("hello");
        using var published = await owner.PutAsync(new Uri("/api/files/notes.txt", UriKind.Relative), body, RunningPanel.Cancel);
        Assert.Equal(HttpStatusCode.Created, published.StatusCode);
        var status = await owner.GetStringAsync(new Uri("/api/status", UriKind.Relative), RunningPanel.Cancel);
        Assert.Contains("udp4://192.0.2.17:6363", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_over_the_owners_socket_opens_no_session()
    {
        await using var panel = await RunningPanel.StartAsync();
        using var owner = panel.OwnerClient();
        await panel.SendAsync("POST", "/api/press", "{}");
        using var body = new StringContent("""{"username":"alice"}""");
        using var claimed = await owner.PostAsync(new Uri("/api/claim", UriKind.Relative), body, RunningPanel.Cancel);
        Assert.Equal(HttpStatusCode.Created, claimed.StatusCode);
        Assert.False(claimed.Headers.Contains("Set-Cookie"));
        var sessions = await owner.GetStringAsync(new Uri("/api/sessions", UriKind.Relative), RunningPanel.Cancel);
        Assert.Equal("[]", sessions);
    }

    [Fact]
    public async Task Only_the_nodes_user_can_open_the_owners_socket()
    {
        await using var panel = await RunningPanel.StartAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(panel.OwnerSocket));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(panel.OwnerSocket)!));
    }

    [Fact]
    public async Task A_second_node_on_the_same_state_is_refused_and_a_leftover_socket_is_not_in_the_way()
    {
        await using var panel = await RunningPanel.StartAsync();
        var options = new PanelOptions { Web = [], OwnerSocket = panel.OwnerSocket, SessionsFile = panel.SessionsFile };
        await using (var second = new PanelServer(panel.Node, options, TimeProvider.System, NullLoggerFactory.Instance))
        {
            await Assert.ThrowsAsync<IOException>(() => second.StartAsync(RunningPanel.Cancel));
        }

        var leftover = Path.Combine(Path.GetDirectoryName(panel.OwnerSocket)!, "leftover.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(leftover));
        }

        await using var third = new PanelServer(
            panel.Node, options with { OwnerSocket = leftover }, TimeProvider.System, NullLoggerFactory.Instance);
        await third.StartAsync(RunningPanel.Cancel);
        Assert.True(File.Exists(leftover));
        await third.StopAsync(RunningPanel.Cancel);
    }

    [Fact]
    public async Task A_door_that_is_full_closes_the_next_connection_and_counts_it()
    {
        await using var panel = await RunningPanel.StartAsync();
        var address = panel.Client.BaseAddress!;
        var open = new List<Socket>();
        try
        {
            for (var count = 0; count < 128; count++)
            {
                open.Add(await ConnectAsync(address));
            }

            // Connections are counted as they are accepted: each must have had its turn before the next one can be the one too many.
            foreach (var socket in open)
            {
                await AskAsync(socket);
            }

            using var refused = await ConnectAsync(address);
            Assert.Equal(0, await refused.ReceiveAsync(new byte[1], RunningPanel.Cancel));
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }

        using var owner = panel.OwnerClient();
        var status = await owner.GetStringAsync(new Uri("/api/status", UriKind.Relative), RunningPanel.Cancel);
        Assert.Contains("\"connectionsRefused\":1,", status, StringComparison.Ordinal);
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, RunningPanel.Cancel);
        return socket;
    }

    private static async Task AskAsync(Socket socket)
    {
        await socket.SendAsync("HEAD /icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), RunningPanel.Cancel);
        var answer = new byte[2048];
        var length = await socket.ReceiveAsync(answer, RunningPanel.Cancel);
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }
}
