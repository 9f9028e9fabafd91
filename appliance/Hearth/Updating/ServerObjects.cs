using Hearth.Updates.Bundle;
using Hearth.Updates.Fetch;

namespace Hearth.Updating;

/// <summary>Objects below a channel's URL, by range requests.</summary>
internal sealed class ServerObjects(HttpRepository repository, string url) : IObjectReader
{
    /// <inheritdoc/>
    public ObjectSource Source => ObjectSource.Server;

    /// <inheritdoc/>
    public async Task<FetchFault> ReadAsync(BundleObject wanted, long from, TakeChunk take, CancellationToken cancel)
    {
        try
        {
            return await repository.ReadAsync(url, wanted.Path, from, take, cancel).ConfigureAwait(false) ? FetchFault.None : FetchFault.Absent;
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return FetchFault.Interrupted;
        }
    }

    /// <inheritdoc/>
    public Task<bool> RefuseAsync(string path) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task<bool> HasAnybodyAsync() => Task.FromResult(true);
}
