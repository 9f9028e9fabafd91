using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Hearth.Tests.Updating;

/// <summary>A static server of one object, with whatever a network does to it.</summary>
internal sealed partial class ObjectServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public ObjectServer()
    {
        listener.Start();
        _ = ServeAsync();
    }

    public string Url => $"http://{listener.LocalEndpoint}/channel/";

    public required byte[] Content { get; set; }

    /// <summary>The connection breaks after so many bytes of content.</summary>
    public int BreaksAfter { get; set; } = int.MaxValue;

    public bool KnowsRanges { get; init; } = true;

    /// <summary>Content goes on for ever.</summary>
    public bool IsEndless { get; init; }

    /// <summary>The first bytes that were asked for, request by request.</summary>
    public List<int> Asked { get; } = [];

    public void Dispose() => listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var size = await stream.ReadAsync(buffer);
            if (size == 0)
            {
                return;
            }

            request.Append(Encoding.ASCII.GetString(buffer, 0, size));
        }

        var from = KnowsRanges && Range().Match(request.ToString()) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        Asked.Add(from);
        var head = from > 0 ? $"206 Partial Content\r\nContent-Range: bytes {from}-{Content.Length - 1}/{Content.Length}" : "200 OK";
        var length = IsEndless ? "" : $"Content-Length: {Content.Length - from}\r\n";
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\n{length}Connection: close\r\n\r\n"));
            await stream.WriteAsync(Content.AsMemory(from, Math.Min(BreaksAfter, Content.Length - from)));
            while (IsEndless)
            {
                await stream.WriteAsync(buffer);
            }
        }
        catch (IOException)
        {
            // The client had enough.
        }
    }

    [GeneratedRegex(@"Range: bytes=(\d+)-")]
    private static partial Regex Range();
}
