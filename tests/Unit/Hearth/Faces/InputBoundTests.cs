using System.Net.Sockets;
using System.Net.WebSockets;
using Hearth.Faces;
using Xunit;

namespace Hearth.Tests.Faces;

/// <summary>What comes faster than the loop reads has an end, and what is lost is counted.</summary>
public sealed class InputBoundTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Datagrams_that_the_kernel_has_no_room_for_are_counted()
    {
        const int Size = 8000;
        using var stage = new FaceStage();
        using var socket = stage.ConnectUdp();
        using var gate = Hold(stage);
        var sent = 2 * stage.Udp.Receiving.Limit / Size;
        for (var i = 0; i < sent; i++)
        {
            socket.Send(new byte[Size]);
        }

        var (used, limit, refused) = stage.Udp.Receiving;
        Assert.InRange(refused, 1, sent - 1);
        Assert.InRange(used, Size, limit + (2 * Size));

        gate.Set();

        stage.Until(() => stage.Udp.Receiving.Used == 0);
        Assert.Equal(sent, stage.Ask(() => (stage.Faces.InBytes / Size) + stage.Udp.Receiving.Refused));
    }

    [Fact]
    public async Task What_browsers_send_shares_the_memory_of_all_queues_and_a_packet_too_many_is_dropped_and_counted()
    {
        // Room for two packets; a face may have no more than is left over, so for one.
        using var stage = new FaceStage(new FaceLimits { QueuedBytes = 2 * 16384 });
        var cancel = TestContext.Current.CancellationToken;
        var (here, there) = await ConnectAsync(cancel);
        using (here)
        using (there)
        {
            var transport = new WebSocketTransport(stage.Faces, stage.Loop, there, stage.Time);
            Assert.True(stage.Ask(() => stage.Faces.TryOpen(transport, WebSocketTransport.Describe(1))));
            var running = transport.RunAsync(cancel);
            using var gate = Hold(stage);
            for (var i = 0; i < 10; i++)
            {
                await here.SendAsync(FaceStage.InterestOf(i), WebSocketMessageType.Binary, endOfMessage: true, cancel);
            }

            // Each of the ten waits for the loop: the one that is kept, and the counting of the others.
            Assert.True(SpinWait.SpinUntil(() => stage.Loop.Posted.Used == 10, Patience));
            Assert.Equal(16384, stage.Faces.Queues.Used);

            gate.Set();

            stage.Until(() => stage.Faces.Queues.Used == 0 && stage.Forwarder.Counters.OutData == 1);
            Assert.Equal(9, stage.Ask(() => stage.Faces.Dropped));
            Assert.Equal(1, stage.Ask(() => stage.Forwarder.Counters.InInterests));
            await here.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
            await running;
        }
    }

    // Keeps the loop from everything else until the gate opens.
    private static ManualResetEventSlim Hold(FaceStage stage)
    {
        var gate = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        stage.Loop.Post(() =>
        {
            held.Set();
            gate.Wait(Patience);
        });
        Assert.True(held.Wait(Patience));
        return gate;
    }

    private static async Task<(WebSocket Here, WebSocket There)> ConnectAsync(CancellationToken cancel)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen();
        var here = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await here.ConnectAsync(listener.LocalEndPoint!, cancel);
        var there = await listener.AcceptAsync(cancel);
        return (
            WebSocket.CreateFromStream(new NetworkStream(here, ownsSocket: true), new WebSocketCreationOptions()),
            WebSocket.CreateFromStream(new NetworkStream(there, ownsSocket: true), new WebSocketCreationOptions { IsServer = true }));
    }
}
