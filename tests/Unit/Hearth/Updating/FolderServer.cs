using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hearth.Tests.Updating;

/// <summary>A static server of a folder, which keeps its connections open.</summary>
internal sealed class FolderServer : IDisposable
{
    private readonly string folder;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public FolderServer(string folder)
    {
        this.folder = folder;
        listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"http://{listener.LocalEndpoint}";

    /// <summary>Of paths that begin so it sends other bytes than it has.</summary>
    public string? LiesAbout { get; set; }

    /// <summary>Of paths that begin so it sends the first half, and is gone.</summary>
    public string? BreaksOff { get; set; }

    /// <summary>What it has instead of what lies in its folder, by path.</summary>
    public ConcurrentDictionary<string, byte[]> Instead { get; } = [];

    public ConcurrentQueue<string> Asked { get; } = [];

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            while (await reader.ReadLineAsync() is { Length: > 0 } request)
            {
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                    // Fields: none matters here.
                }

                await AnswerAsync(client.GetStream(), request.Split(' ')[1]);
            }
        }
        catch (IOException)
        {
            // The client had enough.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string path)
    {
        Asked.Enqueue(path);
        var file = folder + path;
        var has = Instead.TryGetValue(path, out var content) || File.Exists(file);
        content ??= has ? await File.ReadAllBytesAsync(file) : "none"u8.ToArray();
        if (LiesAbout is { } part && path.StartsWith(part, StringComparison.Ordinal))
        {
            content = [.. content[..^1], (byte)(content[^1] ^ 1)];
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(has ? "200 OK" : "404 Not Found")}\r\nContent-Length: {content.Length}\r\n\r\n"));
        if (BreaksOff is { } cut && path.StartsWith(cut, StringComparison.Ordinal))
        {
            await stream.WriteAsync(content.AsMemory(0, content.Length / 2));
            throw new IOException("gone");
        }

        await stream.WriteAsync(content);
    }
}
