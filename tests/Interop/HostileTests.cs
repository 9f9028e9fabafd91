using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>What a stranger may try against the shipped binary: afterwards it still serves, and holds no more than its bounds.</summary>
public sealed partial class HostileTests
{
    private const int Timeout = 300_000;

    // A few packets' buffers for each connection would be ten times this.
    private const long MostBytesAConnection = 4096;

    [Fact(Timeout = Timeout)]
    public async Task Ten_thousand_connections_leave_the_node_serving()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await HearthNode.StartAsync(cancel);
        var idle = Faces().Match(await node.RunAsync(cancel, "status", "--json")).Value;
        var before = node.NodeMemory;
        var connections = new List<Socket>();
        try
        {
            for (var i = 0; i < 10_000; i++)
            {
                var connection = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                connections.Add(connection);
                await connection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, node.Port), cancel);
            }

            var status = await node.RunAsync(cancel, "status", "--json");
            Assert.Matches("\"faces\": 1[0-9]{4}\\b", status);
            Assert.True(node.NodeMemory - before < connections.Count * MostBytesAConnection, $"{before} {node.NodeMemory}");
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }

        while (!(await node.RunAsync(cancel, "status", "--json")).Contains(idle, StringComparison.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_flood_of_fragments_that_never_end_is_held_in_bounds()
    {
        const int Fragments = 200_000;
        const long Bound = 64 << 20;
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await HearthNode.StartAsync(cancel);
        await node.RunAsync(cancel, "status");
        var before = node.NodeMemory;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, node.Port);

        // LpPacket { Sequence, FragIndex 0, FragCount 2, Fragment of 1,000 bytes }, each of a packet of its own.
        var frame = new byte[4 + 10 + 3 + 3 + 4 + 1000];
        byte[] head = [0x64, 0xfd, (byte)((frame.Length - 4) >> 8), (byte)(frame.Length - 4), 0x51, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0x52, 1, 0, 0x53, 1, 2, 0x50, 0xfd, 0x03, 0xe8];
        head.CopyTo(frame, 0);
        for (var i = 0; i < Fragments; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(6), 2L * i);
            socket.Send(frame);
        }

        await node.RunAsync(cancel, "status");
        Assert.True(node.NodeMemory - before < Bound, $"{before} {node.NodeMemory}");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_WebSocket_that_dribbles_a_packet_is_closed()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await HearthNode.StartAsync(cancel);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{node.WebSocketPort}/"), cancel);
        await socket.SendAsync(new byte[] { 0x05, 0x0a }, WebSocketMessageType.Binary, endOfMessage: false, cancel);

        // Only the node's bound ends this.
        var end = await Record.ExceptionAsync(() => socket.ReceiveAsync(new byte[1], cancel));

        Assert.True(end is WebSocketException || socket.State != WebSocketState.Open, $"{end} {socket.State}");
        await node.RunAsync(cancel, "status");
    }

    [GeneratedRegex("\"faces\": [0-9]+,")]
    private static partial Regex Faces();
}
