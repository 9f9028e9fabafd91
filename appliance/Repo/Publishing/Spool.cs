namespace Hearth.Repo.Publishing;

/// <summary>Content of unknown size, kept on the disk until the size is known. Gone when disposed.</summary>
internal sealed class Spool : IAsyncDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly FileStream file;

    private Spool(FileStream file) => this.file = file;

    /// <summary>Bytes so far.</summary>
    public long Size { get; private set; }

    /// <summary>What was filled in, from its start.</summary>
    public Stream Content => file;

    /// <summary>Makes the file.</summary>
    public static Spool Create(string path) =>
        new(new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.DeleteOnClose));

    /// <summary>Copies the whole source; false as soon as it is longer than <paramref name="limit"/>.</summary>
    public async Task<bool> FillAsync(Stream source, long limit, CancellationToken cancel)
    {
        var buffer = new byte[BufferBytes];
        while (await source.ReadAsync(buffer, cancel).ConfigureAwait(false) is > 0 and var read)
        {
            Size += read;
            if (Size > limit)
            {
                return false;
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
        }

        file.Position = 0;
        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => file.DisposeAsync();
}
