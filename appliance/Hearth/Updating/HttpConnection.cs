using System.Globalization;
using System.Text;

namespace Hearth.Updating;

/// <summary>
/// HTTP/1.1 over a stream, one request after the other, as much of it as static servers and the node's own socket speak
/// (RFC 9112): no redirects, no compression. A tenth of what the framework's client weighs in the binary. Everything that
/// goes wrong is an <see cref="IOException"/>.
/// </summary>
/// <param name="stream">Where the server is at the other end; disposed of with this.</param>
/// <param name="host">Its name, for the Host field.</param>
/// <param name="patience">How long it may say nothing.</param>
internal sealed class HttpConnection(Stream stream, string host, TimeSpan patience) : IDisposable
{
    // Of a head, of all its fields: far more than a static server's, and as much at a time as a socket gives of a body.
    private const int BufferSize = 64 * 1024;

    private readonly byte[] buffer = new byte[BufferSize];
    private int start;
    private int end;
    private long left;
    private bool isChunked;
    private bool untilClose;
    private bool isClosing;
    private bool hasChunkEnd;

    /// <summary>The answer's status code.</summary>
    public int Status { get; private set; }

    /// <summary>The first byte of the range that the answer brings; null where it names none.</summary>
    public long? RangeStart { get; private set; }

    /// <summary>Whether the answer is read to its end, and another request can follow.</summary>
    public bool IsFree => left == 0 && !isChunked && !untilClose && !isClosing;

    /// <summary>Asks, and reads the head of the answer; the body follows by <see cref="ReadAsync"/>.</summary>
    /// <param name="method">Such as <c>GET</c>.</param>
    /// <param name="target">The path, percent-encoded.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="body">What is sent; empty for none.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task AskAsync(string method, string target, long from, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nHost: {host}\r\n");
        if (from > 0)
        {
            head.Append(CultureInfo.InvariantCulture, $"Range: bytes={from}-\r\n");
        }

        if (method == "POST")
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        }

        await InTimeAsync(token => stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), token), cancel).ConfigureAwait(false);
        await InTimeAsync(token => stream.WriteAsync(body, token), cancel).ConfigureAwait(false);
        do
        {
            await ReadHeadAsync(cancel).ConfigureAwait(false);
        }
        while (Status is >= 100 and < 200);
    }

    /// <summary>Reads the next bytes of the body; none at its end.</summary>
    /// <returns>What was read; valid until the next call.</returns>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel)
    {
        if (isChunked && left == 0)
        {
            await BeginChunkAsync(cancel).ConfigureAwait(false);
        }

        if (left == 0)
        {
            return default;
        }

        if (start == end && !await FillAsync(cancel).ConfigureAwait(false))
        {
            return untilClose ? default : throw Broken("broke off");
        }

        var size = (int)Math.Min(left, end - start);
        var read = buffer.AsMemory(start, size);
        start += size;
        left -= size;
        if (isChunked && left == 0)
        {
            // The line end behind the chunk is read with the next one's head.
            hasChunkEnd = true;
        }

        return read;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private async Task ReadHeadAsync(CancellationToken cancel)
    {
        (left, isChunked, untilClose, hasChunkEnd, RangeStart) = (-1, false, false, false, null);
        var status = await ReadLineAsync(cancel).ConfigureAwait(false);
        if (!status.StartsWith("HTTP/1.", StringComparison.Ordinal) || status.Length < 12
            || !int.TryParse(status.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            throw Broken("speaks no HTTP");
        }

        Status = code;
        isClosing |= status.StartsWith("HTTP/1.0", StringComparison.Ordinal);
        for (var bytes = 0; await ReadLineAsync(cancel).ConfigureAwait(false) is { Length: > 0 } line;)
        {
            bytes += line.Length;
            if (bytes > BufferSize)
            {
                throw Broken("sends an endless head");
            }

            TakeField(line);
        }

        if (Status is 204 or 304 or < 200)
        {
            (left, isChunked) = (0, false);
        }
        else if (isChunked)
        {
            left = 0;
        }
        else if (left < 0)
        {
            (left, untilClose) = (long.MaxValue, true);
        }
    }

    private void TakeField(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon < 0 ? ("", "") : (line[..colon], line[(colon + 1)..].Trim());
        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            left = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : throw Broken("names no length");
        }
        else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
        {
            isChunked = value.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? true : throw Broken("encodes what it sends");
        }
        else if (name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
        {
            isClosing |= value.Equals("close", StringComparison.OrdinalIgnoreCase);
        }
        else if (name.Equals("Content-Range", StringComparison.OrdinalIgnoreCase) && value.StartsWith("bytes ", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(value.AsSpan(6, Math.Max(0, value.IndexOf('-', StringComparison.Ordinal) - 6)), NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            RangeStart = from;
        }
    }

    private async Task BeginChunkAsync(CancellationToken cancel)
    {
        if (hasChunkEnd)
        {
            await ReadLineAsync(cancel).ConfigureAwait(false);
        }

        var line = await ReadLineAsync(cancel).ConfigureAwait(false);
        if (!long.TryParse(line.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out left) || left < 0)
        {
            throw Broken("sends a broken chunk");
        }

        if (left == 0)
        {
            isChunked = false;
            while ((await ReadLineAsync(cancel).ConfigureAwait(false)).Length > 0)
            {
                // Fields behind the body say nothing that is needed here.
            }
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var at = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = Encoding.ASCII.GetString(buffer, start, at).TrimEnd('\r');
                start += at + 1;
                return line;
            }

            if (end - start == BufferSize || !await FillAsync(cancel).ConfigureAwait(false))
            {
                throw Broken("broke off");
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancel)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var read = 0;
        await InTimeAsync(async token => read = await stream.ReadAsync(buffer.AsMemory(end), token).ConfigureAwait(false), cancel).ConfigureAwait(false);
        end += read;
        return read > 0;
    }

    private async Task InTimeAsync(Func<CancellationToken, ValueTask> act, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        try
        {
            await act(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Broken($"said nothing for {patience.TotalSeconds:0} s");
        }
    }

    private IOException Broken(string what) => new($"{host} {what}");
}
