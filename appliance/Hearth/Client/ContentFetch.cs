using System.Net.Sockets;
using Hearth.CommandLine;
using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Protocol.Link;

namespace Hearth.Client;

/// <summary>Runs a <see cref="Fetch"/> over a socket: one thread, large reads, packets verified where they lie.</summary>
internal sealed class ContentFetch(Socket socket, TimeProvider clock)
{
    // A stream's read takes what came in a burst; this much at 8.8 kB a segment is more than a window in flight usually is.
    private const int ReadSize = 1 << 20;

    // Interests that go out in one write.
    private const int WriteSize = 64 * 1024;

    private readonly long start = clock.GetTimestamp();
    private readonly bool isStream = socket.SocketType == SocketType.Stream;
    private readonly FrameBuffer frames = new(ReadSize);
    private readonly LinkService link = new(new ReassemblyPool(LinkService.MaxPartialPackets));
    private readonly byte[] interests = new byte[WriteSize];

    /// <summary>Time since this was made; what <see cref="Fetch"/> counts in.</summary>
    public TimeSpan Now => clock.GetElapsedTime(start);

    /// <summary>Runs until the fetch has ended.</summary>
    /// <param name="fetch">What to fetch.</param>
    /// <param name="progress">Told after each read.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="VerbFailedException">The forwarder is gone.</exception>
    public void Run(Fetch fetch, Action<Fetch> progress, CancellationToken stop)
    {
        // Closing the socket is what ends a read that waits.
        using var closing = stop.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket);
        try
        {
            while (true)
            {
                SendInterests(fetch);
                if (fetch.NextDeadline is not { } deadline)
                {
                    return;
                }

                var wait = deadline - Now;
                if (wait > TimeSpan.Zero && socket.Poll(wait, SelectMode.SelectRead))
                {
                    Receive(fetch);
                }

                fetch.Expire(Now);
                progress(fetch);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            stop.ThrowIfCancellationRequested();
            throw Gone();
        }
    }

    private void SendInterests(Fetch fetch)
    {
        var used = 0;
        while (fetch.TryTakeInterest(interests.AsSpan(used), Now, out var size))
        {
            used += size;
            if (!isStream || used > WriteSize - PacketLimits.MaxPacketSize)
            {
                Send(interests.AsSpan(0, used));
                used = 0;
            }
        }

        Send(interests.AsSpan(0, used));
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    private void Receive(Fetch fetch)
    {
        if (!isStream)
        {
            var datagram = frames.Free[..socket.Receive(frames.Free.Span)];
            Deliver(fetch, datagram.Span);
            return;
        }

        var size = socket.Receive(frames.Free.Span);
        frames.Received(size);
        while (frames.TryNext(out var frame))
        {
            Deliver(fetch, frame.Span);
        }

        if (size == 0 || frames.IsBroken)
        {
            throw Gone();
        }
    }

    private void Deliver(Fetch fetch, ReadOnlySpan<byte> frame)
    {
        if (!link.TryReceive(frame, Now, out var packet))
        {
            return;
        }

        if (packet.Nack is { } reason)
        {
            fetch.ReceiveNack(packet.Fragment, reason, Now);
        }
        else
        {
            fetch.ReceiveData(packet.Fragment, packet.CongestionMark, Now);
        }
    }

    private static VerbFailedException Gone() => new("the forwarder closed the connection; look whether it still runs, then try again.");
}
