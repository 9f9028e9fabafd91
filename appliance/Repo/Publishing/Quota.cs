namespace Hearth.Repo.Publishing;

/// <summary>Bytes that are promised to publications on their way, so that two at once cannot both take the last ones.</summary>
internal sealed class Quota(long limit)
{
    private readonly Lock gate = new();
    private long promised;

    /// <summary>Most bytes on the disk.</summary>
    public long Limit { get; set; } = limit;

    /// <summary>Promises <paramref name="bytes"/> if they fit; the promise ends when the result is disposed.</summary>
    /// <param name="bytes">What the publication needs.</param>
    /// <param name="kept">Bytes that cannot make room.</param>
    /// <param name="free">What could have been promised.</param>
    public Promise? TryPromise(long bytes, long kept, out long free)
    {
        lock (gate)
        {
            free = Math.Max(0, Limit - kept - promised);
            if (bytes > free)
            {
                return null;
            }

            promised += bytes;
            return new Promise(this, bytes);
        }
    }

    /// <summary>Bytes that are promised.</summary>
    internal sealed class Promise(Quota quota, long bytes) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            lock (quota.gate)
            {
                quota.promised -= bytes;
            }
        }
    }
}
