using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Security.Cryptography;
using Hearth.CommandLine;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Client;

/// <summary>
/// A connection to a forwarder, over which Interests are expressed. Many may wait at a time, from any thread.
/// </summary>
internal sealed class NdnClient : IAsyncDisposable
{
    private readonly ClientTransport transport;
    private readonly Socket socket;
    private readonly Task reading;
    private readonly SemaphoreSlim writing = new(1);
    private readonly CancellationTokenSource closing = new();
    private readonly PendingInterests pending = new();

    private NdnClient(ClientTransport transport, Socket socket)
    {
        this.transport = transport;
        this.socket = socket;
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Connects to the forwarder.</summary>
    /// <exception cref="VerbFailedException">Nothing listens there.</exception>
    public static async Task<NdnClient> ConnectAsync(ClientTransport transport, CancellationToken stop) =>
        new(transport, await ForwarderSocket.ConnectAsync(transport, stop).ConfigureAwait(false));

    /// <summary>Expresses an Interest; a nonce is added where it has none.</summary>
    public Task<NdnAnswer> ExpressAsync(InterestBuilder interest, TimeSpan timeout, CancellationToken stop) =>
        ExpressAsync(WithNonce(interest).Build(), timeout, stop);

    /// <summary>Expresses an encoded Interest and waits for what comes back, at most <paramref name="timeout"/>.</summary>
    /// <exception cref="VerbFailedException">The forwarder is gone.</exception>
    public async Task<NdnAnswer> ExpressAsync(ReadOnlyMemory<byte> interest, TimeSpan timeout, CancellationToken stop)
    {
        using var waiting = pending.Add(interest);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, closing.Token);
        limit.CancelAfter(timeout);
        try
        {
            await SendAsync(interest, limit.Token).ConfigureAwait(false);
            return await waiting.Answer.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested && !closing.IsCancellationRequested)
        {
            return NdnAnswer.TimedOut;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw Gone();
        }
        catch (SocketException)
        {
            throw Gone();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await reading.ConfigureAwait(false);
        writing.Dispose();
        closing.Dispose();
    }

    /// <summary>A nonce that no other Interest has.</summary>
    public static uint NewNonce() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));

    private static InterestBuilder WithNonce(InterestBuilder interest) => interest.Nonce is not null ? interest : new InterestBuilder(interest.Name)
    {
        CanBePrefix = interest.CanBePrefix,
        MustBeFresh = interest.MustBeFresh,
        ForwardingHint = interest.ForwardingHint,
        Nonce = NewNonce(),
        Lifetime = interest.Lifetime,
        HopLimit = interest.HopLimit,
        ApplicationParameters = interest.ApplicationParameters,
    };

    private VerbFailedException Gone() => new($"the forwarder at {transport} closed the connection; look whether it still runs, then try again.");

    private async Task SendAsync(ReadOnlyMemory<byte> packet, CancellationToken stop)
    {
        await writing.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            while (!packet.IsEmpty)
            {
                packet = packet[await socket.SendAsync(packet, SocketFlags.None, stop).ConfigureAwait(false)..];
            }
        }
        finally
        {
            writing.Release();
        }
    }

    [SuppressMessage("Reliability", "CA2016", Justification = "The socket's end is the loop's end.")]
    private async Task ReadAsync()
    {
        var frames = new FrameBuffer();
        try
        {
            while (!frames.IsBroken && await socket.ReceiveAsync(frames.Free, SocketFlags.None).ConfigureAwait(false) is > 0 and var size)
            {
                frames.Received(size);
                while (frames.TryNext(out var frame))
                {
                    Deliver(frame.Span);
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Whoever waits is told below, like after a regular end.
        }

        await closing.CancelAsync().ConfigureAwait(false);
    }

    private void Deliver(ReadOnlySpan<byte> frame)
    {
        if (!LpPacket.TryRead(frame, out var packet, out _) || packet.FragCount != 1)
        {
            return;
        }

        if (packet.Nack is { } reason)
        {
            pending.Refuse(packet.Fragment, reason);
        }
        else if (Data.TryRead(packet.Fragment, out var data, out _))
        {
            pending.Satisfy(data, packet.CongestionMark > 0);
        }
    }
}
