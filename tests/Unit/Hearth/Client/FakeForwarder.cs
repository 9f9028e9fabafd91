using System.Net.Sockets;
using Hearth.Client;
using Hearth.CommandLine;

namespace Hearth.Tests.Client;

/// <summary>Answers on a Unix socket as a test says; a connection is given up when the answer is null.</summary>
internal sealed class FakeForwarder : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth");
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<byte[], IEnumerable<byte[]>?> answer;
    private readonly Task accepting;

    public FakeForwarder(Func<byte[], IEnumerable<byte[]>?> answer)
    {
        this.answer = answer;
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen();
        accepting = Task.Run(AcceptAsync);
    }

    public string SocketPath => Path.Join(folder.FullName, "nfd.sock");

    public Task<NdnClient> ConnectAsync() =>
        NdnClient.ConnectAsync(new ClientTransport.Unix(SocketPath), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
        folder.Delete(recursive: true);
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptAsync()));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        var frames = new FrameBuffer();
        while (!frames.IsBroken && await ReceiveAsync(socket, frames) is > 0 and var size)
        {
            frames.Received(size);
            while (frames.TryNext(out var frame))
            {
                if (answer(frame.ToArray()) is not { } packets)
                {
                    return;
                }

                try
                {
                    foreach (var packet in packets)
                    {
                        await socket.SendAsync(packet);
                    }
                }
                catch (SocketException)
                {
                    // The client has what it wanted, or gave up.
                    return;
                }
            }
        }
    }

    // A client that goes with answers unread resets the connection, which ends it as well as any other way.
    private static async Task<int> ReceiveAsync(Socket socket, FrameBuffer frames)
    {
        try
        {
            return await socket.ReceiveAsync(frames.Free);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
