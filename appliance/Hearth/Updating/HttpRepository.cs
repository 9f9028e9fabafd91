using System.Net.Security;
using System.Net.Sockets;

namespace Hearth.Updating;

/// <summary>A repository's files behind a URL of http or https. Failures are <see cref="IOException"/>s. For one caller at a time.</summary>
internal sealed class HttpRepository : IDisposable
{
    // A server that sends nothing for so long is given up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What is small is read at once; a server of files has nothing larger that is not wanted.
    private const int MostRefusalBytes = 64 * 1024;

    private HttpConnection? kept;
    private string keptFor = "";

    /// <summary>Reads a small file whole.</summary>
    /// <param name="folder">The URL that the file is below; with or without a slash at its end.</param>
    /// <param name="file">Its name, percent-encoded.</param>
    /// <param name="mostBytes">Reading stops at most one byte beyond.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Null where there is no such file.</returns>
    public async Task<byte[]?> ReadAsync(string folder, string file, int mostBytes, CancellationToken cancel)
    {
        var content = new MemoryStream();
        var exists = await ReadAsync(folder, file, Take, cancel).ConfigureAwait(false);
        return exists ? content.ToArray() : null;

        bool Take(ReadOnlySpan<byte> chunk)
        {
            content.Write(chunk[..(int)Math.Min(chunk.Length, mostBytes + 1L - content.Length)]);
            return content.Length <= mostBytes;
        }
    }

    /// <summary>Reads a file piece by piece, until it ends or <paramref name="take"/> says that it is enough.</summary>
    /// <returns>False where there is no such file.</returns>
    public Task<bool> ReadAsync(string folder, string file, TakeChunk take, CancellationToken cancel) => ReadAsync(folder, file, 0, take, cancel);

    /// <summary>Reads a file from a byte on.</summary>
    /// <returns>False where there is no such file.</returns>
    public async Task<bool> ReadAsync(string folder, string file, long from, TakeChunk take, CancellationToken cancel)
    {
        var connection = await AskAsync(UrlOf(folder, file), from, cancel).ConfigureAwait(false);
        try
        {
            // Stores without listing rights say that a missing file is forbidden.
            if (connection.Status is 403 or 404 or 410)
            {
                var unread = 0;
                await PumpAsync(connection, chunk => (unread += chunk.Length) < MostRefusalBytes, cancel).ConfigureAwait(false);
                return false;
            }

            if (connection.Status is not (200 or 206))
            {
                throw new IOException($"the server answers {connection.Status} to {file}");
            }

            if (connection.Status == 206 && connection.RangeStart != from)
            {
                throw new IOException("the server sent another range than it was asked for");
            }

            // A server that knows no ranges sends all of it.
            var skip = connection.Status == 206 ? 0 : from;
            await PumpAsync(connection, TakeRest, cancel).ConfigureAwait(false);
            return true;

            bool TakeRest(ReadOnlySpan<byte> read)
            {
                var skipped = (int)Math.Min(skip, read.Length);
                skip -= skipped;
                return skipped == read.Length || take(read[skipped..]);
            }
        }
        finally
        {
            if (!connection.IsFree)
            {
                kept = null;
                connection.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => kept?.Dispose();

    /// <summary>Where a file is: what is no character of a URL gets percent-encoded, what is encoded already stays.</summary>
    internal static Uri UrlOf(string folder, string file) => new(folder.EndsWith('/') ? folder + file : $"{folder}/{file}");

    private static async Task PumpAsync(HttpConnection connection, TakeChunk take, CancellationToken cancel)
    {
        while (await connection.ReadAsync(cancel).ConfigureAwait(false) is { Length: > 0 } chunk && take(chunk.Span))
        {
            // Until it ends or is enough.
        }
    }

    private async Task<HttpConnection> AskAsync(Uri url, long from, CancellationToken cancel)
    {
        // Kept only while it is known to be in order: between one answer's end and the next question.
        var (again, hasAgain) = (kept, keptFor == url.Authority);
        kept = null;
        if (again is not null && hasAgain)
        {
            try
            {
                return await AskAsync(again, url, from, cancel).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // A server closes what was idle for a while; that says nothing of a new connection.
            }
        }

        again?.Dispose();
        return await AskAsync(new HttpConnection(await ConnectAsync(url, cancel).ConfigureAwait(false), url.Authority, Patience), url, from, cancel).ConfigureAwait(false);
    }

    private async Task<HttpConnection> AskAsync(HttpConnection connection, Uri url, long from, CancellationToken cancel)
    {
        try
        {
            await connection.AskAsync("GET", url.PathAndQuery, from, default, cancel).ConfigureAwait(false);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        (kept, keptFor) = (connection, url.Authority);
        return connection;
    }

    /// <summary>Connects to the server of a URL, by TLS where it says https.</summary>
    /// <exception cref="IOException">It cannot be reached, or is another.</exception>
    internal static async Task<Stream> ConnectAsync(Uri url, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(url.DnsSafeHost, url.Port, limit.Token).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (url.Scheme != Uri.UriSchemeHttps)
            {
                return stream;
            }

            var secure = new SslStream(stream);
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.DnsSafeHost }, limit.Token).ConfigureAwait(false);
            return secure;
        }
        catch (Exception end) when (end is SocketException or System.Security.Authentication.AuthenticationException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            socket.Dispose();
            throw new IOException($"{url.Authority} cannot be reached: {end.Message}", end);
        }
    }
}
