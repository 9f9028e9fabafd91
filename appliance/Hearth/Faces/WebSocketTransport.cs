using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using Hearth.Forwarding;
using Hearth.Linux;

namespace Hearth.Faces;

/// <summary>
/// A WebSocket that the web host accepted: one binary message is one packet. Reading and writing happen on the web
/// host's threads; packets cross to the loop and back through bounded queues.
/// </summary>
internal sealed class WebSocketTransport(FaceSystem faces, EventLoop loop, WebSocket socket, TimeProvider time) : Transport(faces)
{
    // At 8.8 KB a packet this bounds a slow browser to half a megabyte.
    private const int QueuedPackets = 64;

    private readonly Channel<ArraySegment<byte>> outgoing = Channel.CreateBounded<ArraySegment<byte>>(
        new BoundedChannelOptions(QueuedPackets) { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource released = new();

    /// <summary>The face's properties. Never local: any page in any browser here can open one.</summary>
    public static FaceInfo Describe(long connection) => new($"wsclient://{connection}", "ws://")
    {
        Scope = FaceScope.NonLocal,
        Persistency = FacePersistency.OnDemand,
        LinkType = LinkType.PointToPoint,
    };

    /// <summary>Carries packets until either side ends it.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel, released.Token);
        Task[] ways = [ReceiveAsync(ended.Token), SendAsync(ended.Token)];
        try
        {
            await Task.WhenAny(ways).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            loop.Post(() => Faces.Close(this, FaceCloseReason.PeerGone));
            outgoing.Writer.TryComplete();
            await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ReturnUnsent();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        outgoing.Writer.TryComplete();

        // What waits for this runs on the web host's threads, not here.
        _ = released.CancelAsync();
    }

    /// <inheritdoc/>
    protected override void Enqueue(ReadOnlySpan<byte> packet)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(buffer);
        if (!Faces.Queues.TryTake(buffer.Length, (long)outgoing.Reader.Count * buffer.Length))
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Faces.CountDrop(this);
        }
        else if (!outgoing.Writer.TryWrite(new ArraySegment<byte>(buffer, 0, packet.Length)))
        {
            Return(buffer);
            Faces.CountDrop(this);
        }
    }

    /// <inheritdoc/>
    protected override void FlushQueue()
    {
    }

    private async Task ReceiveAsync(CancellationToken cancel)
    {
        var free = new SemaphoreSlim(QueuedPackets);
        while (true)
        {
            await free.WaitAsync(cancel).ConfigureAwait(false);
            var buffer = ArrayPool<byte>.Shared.Rent(IncomingDatagrams.DatagramSize);
            var size = await ReceiveMessageAsync(buffer, cancel).ConfigureAwait(false);
            if (size < 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return;
            }

            // What browsers have sent and the loop has not read shares the memory of all faces' queues.
            var held = (long)(QueuedPackets - free.CurrentCount) * buffer.Length;
            if (Faces.Queues.TryTake(buffer.Length, held - buffer.Length))
            {
                loop.Post(() =>
                {
                    Faces.Receive(this, buffer.AsSpan(0, size));
                    Return(buffer);
                    free.Release();
                });
            }
            else
            {
                ArrayPool<byte>.Shared.Return(buffer);
                loop.Post(() =>
                {
                    Faces.CountDrop(this);
                    free.Release();
                });
            }
        }
    }

    // A message that is not binary, or longer than a packet can be, or dribbles in, ends the connection: -1.
    private async Task<int> ReceiveMessageAsync(byte[] buffer, CancellationToken cancel)
    {
        var part = await socket.ReceiveAsync(buffer.AsMemory(), cancel).ConfigureAwait(false);
        if (part is { EndOfMessage: true, MessageType: WebSocketMessageType.Binary })
        {
            return part.Count;
        }

        using var late = new CancellationTokenSource(StreamTransport.PartialPacketTimeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        var size = part.Count;
        while (part.MessageType == WebSocketMessageType.Binary && !part.EndOfMessage && size < buffer.Length)
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(size), ended.Token).ConfigureAwait(false);
            size += part.Count;
        }

        return part is { EndOfMessage: true, MessageType: WebSocketMessageType.Binary } ? size : -1;
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        await foreach (var packet in outgoing.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            try
            {
                await socket.SendAsync(packet.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, cancel).ConfigureAwait(false);
            }
            finally
            {
                Return(packet.Array!);
            }
        }
    }

    // What nobody will send any more.
    private void ReturnUnsent()
    {
        while (outgoing.Reader.TryRead(out var packet))
        {
            Return(packet.Array!);
        }
    }

    private void Return(byte[] buffer)
    {
        Faces.Queues.Return(buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
