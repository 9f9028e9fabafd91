using System.Net;
using System.Net.Http.Headers;

namespace Hearth.Updating;

/// <summary>A repository's files behind a URL. Failures are <see cref="HttpRequestException"/>, <see cref="IOException"/> and <see cref="TimeoutException"/>.</summary>
internal sealed class HttpRepository : IDisposable
{
    // A server that sends nothing for so long is given up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // As much at a time as a socket gives.
    private const int ChunkSize = 64 * 1024;

    private readonly HttpClient client = new() { Timeout = Patience };

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
        using var request = new HttpRequestMessage(HttpMethod.Get, UrlOf(folder, file));
        request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        // Stores without listing rights say that a missing file is forbidden.
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        var isRange = response.StatusCode == HttpStatusCode.PartialContent;
        if (isRange && response.Content.Headers.ContentRange?.From != from)
        {
            throw new HttpRequestException("the server sent another range than it was asked for");
        }

        // A server that knows no ranges sends all of it.
        var skip = isRange ? 0 : from;
        using var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        var chunk = new byte[ChunkSize];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        int size;
        do
        {
            limit.CancelAfter(Patience);
            size = await stream.ReadAsync(chunk, limit.Token).ConfigureAwait(false);
        }
        while (size > 0 && TakeRest(chunk.AsSpan(0, size)));
        return true;

        bool TakeRest(ReadOnlySpan<byte> read)
        {
            var skipped = (int)Math.Min(skip, read.Length);
            skip -= skipped;
            return skipped == read.Length || take(read[skipped..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <summary>Where a file is: what is no character of a URL gets percent-encoded, what is encoded already stays.</summary>
    internal static Uri UrlOf(string folder, string file) => new(folder.EndsWith('/') ? folder + file : $"{folder}/{file}");
}
