using System.Net;

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
    public async Task<bool> ReadAsync(string folder, string file, TakeChunk take, CancellationToken cancel)
    {
        using var response = await client.GetAsync(UrlOf(folder, file), HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        // Stores without listing rights say that a missing file is forbidden.
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        var chunk = new byte[ChunkSize];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        int size;
        do
        {
            limit.CancelAfter(Patience);
            size = await stream.ReadAsync(chunk, limit.Token).ConfigureAwait(false);
        }
        while (size > 0 && take(chunk.AsSpan(0, size)));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <summary>Where a file is: what is no character of a URL gets percent-encoded, what is encoded already stays.</summary>
    internal static Uri UrlOf(string folder, string file) => new(folder.EndsWith('/') ? folder + file : $"{folder}/{file}");
}
