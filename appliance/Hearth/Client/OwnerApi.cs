using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Hearth.CommandLine;

namespace Hearth.Client;

/// <summary>
/// The node's owner API: HTTP/1.1 over <c>STATE/run/node.sock</c>. One request a connection, which is all that the
/// verbs need, and a tenth of what the framework's client weighs in the binary.
/// </summary>
internal sealed class OwnerApi(StateDirectory state)
{
    private const int UploadBuffer = 1 << 18;

    // Lists of many thousand files stay below; nothing else comes near.
    private const int MostResponseBytes = 64 << 20;

    /// <summary>Asks, and returns the body of what was answered.</summary>
    /// <param name="method">For example <c>GET</c>.</param>
    /// <param name="path">Percent-encoded, for example <c>/api/files</c>.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="VerbFailedException">No node answers, or it refused; the line is the node's own.</exception>
    public Task<string> AskAsync(string method, string path, CancellationToken stop) =>
        SendAsync(method, path, null, null, stop);

    /// <summary>Sends a file's bytes, in chunks where <paramref name="length"/> is not known.</summary>
    /// <exception cref="VerbFailedException">No node answers, or it refused; the line is the node's own.</exception>
    public Task<string> UploadAsync(string path, Stream content, long? length, CancellationToken stop) =>
        SendAsync("PUT", path, content, length, stop);

    private async Task<string> SendAsync(string method, string path, Stream? content, long? length, CancellationToken stop)
    {
        using var socket = await ConnectAsync(stop).ConfigureAwait(false);
        using var stream = new NetworkStream(socket);
        try
        {
            await WriteHeadAsync(stream, method, path, content is not null, length, stop).ConfigureAwait(false);
            if (content is not null)
            {
                await WriteBodyAsync(stream, content, length, stop).ConfigureAwait(false);
            }
        }
        catch (IOException refused) when (refused.InnerException is SocketException)
        {
            // A node that refuses answers before it has read everything, and closes: the answer says why.
        }

        return ReadResponse(await ReadAllAsync(stream, stop).ConfigureAwait(false));
    }

    private async Task<Socket> ConnectAsync(CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(state.OwnerSocket), stop).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw refused.SocketErrorCode == SocketError.AccessDenied
                ? new VerbFailedException($"{state.OwnerSocket} is another user's; only the owner of {state.Root} may do this.")
                : new VerbFailedException($"no node answers at {state.OwnerSocket}. Start one with `hearth run`, or give its folder with --state DIR.");
        }
    }

    private static async Task WriteHeadAsync(
        NetworkStream stream, string method, string path, bool hasBody, long? length, CancellationToken stop)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        if (hasBody)
        {
            head.Append(length is { } known
                ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {known}\r\n")
                : "Transfer-Encoding: chunked\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), stop).ConfigureAwait(false);
    }

    private static async Task WriteBodyAsync(NetworkStream stream, Stream content, long? length, CancellationToken stop)
    {
        var buffer = new byte[UploadBuffer];
        while (await content.ReadAsync(buffer, stop).ConfigureAwait(false) is > 0 and var read)
        {
            if (length is null)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{read:x}\r\n"), stop).ConfigureAwait(false);
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), stop).ConfigureAwait(false);
            if (length is null)
            {
                await stream.WriteAsync("\r\n"u8.ToArray(), stop).ConfigureAwait(false);
            }
        }

        if (length is null)
        {
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), stop).ConfigureAwait(false);
        }
    }

    private static async Task<byte[]> ReadAllAsync(NetworkStream stream, CancellationToken stop)
    {
        var all = new ArrayBufferWriter<byte>();
        try
        {
            while (await stream.ReadAsync(all.GetMemory(UploadBuffer), stop).ConfigureAwait(false) is > 0 and var read
                && all.WrittenCount + read <= MostResponseBytes)
            {
                all.Advance(read);
            }
        }
        catch (IOException reset) when (reset.InnerException is SocketException)
        {
            // What came before it is read below.
        }

        return all.WrittenSpan.ToArray();
    }

    private static string ReadResponse(byte[] response)
    {
        var end = response.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = end < 0 ? [] : Encoding.ASCII.GetString(response.AsSpan(0, end)).Split("\r\n");
        if (lines.Length == 0 || lines[0].Split(' ') is not ["HTTP/1.1", var code, ..]
            || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new VerbFailedException("the node closed the connection without an answer; look whether it still runs, then try again.");
        }

        var body = response.AsSpan(end + 4);
        var isChunked = lines.Any(line => line.Equals("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase));
        var text = Encoding.UTF8.GetString(isChunked ? Unchunk(body) : body);
        return status is >= 200 and < 300 ? text : throw new VerbFailedException(Refusal(text, status));
    }

    private static byte[] Unchunk(ReadOnlySpan<byte> body)
    {
        var whole = new ArrayBufferWriter<byte>();
        while (body.IndexOf("\r\n"u8) is > 0 and var line
            && int.TryParse(body[..line], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            && size > 0 && size <= body.Length - line - 4)
        {
            whole.Write(body.Slice(line + 2, size));
            body = body[(line + 2 + size + 2)..];
        }

        return whole.WrittenSpan.ToArray();
    }

    private static string Refusal(string body, int status)
    {
        try
        {
            return JsonSerializer.Deserialize(body, OwnerApiJson.Default.OwnerApiError)?.Error
                ?? $"the node refused (HTTP {status}).";
        }
        catch (JsonException)
        {
            return $"the node refused (HTTP {status}).";
        }
    }
}
