using Hearth.Updates.Bundle;
using Hearth.Updates.Fetch;

namespace Hearth.Updating;

/// <summary>Gets objects, from whichever source has them, and goes on where it was interrupted.</summary>
/// <param name="readers">The sources.</param>
/// <param name="part">What has come so far.</param>
/// <param name="patience">How long a rest of all sources is waited for.</param>
/// <param name="clock">The clock.</param>
internal sealed class ObjectFetch(IReadOnlyList<IObjectReader> readers, PartFile part, TimeSpan patience, TimeProvider clock)
{
    private readonly SourceChoice choice = new();
    private readonly long start = clock.GetTimestamp();
    private ObjectSource last;

    /// <summary>Gets an object into the part file. It is as long as it should be; its hash is checked where it is used.</summary>
    /// <param name="wanted">Which one.</param>
    /// <param name="cancel">Ends it; what has come is kept.</param>
    /// <exception cref="IOException">Every source rests for longer than somebody waits.</exception>
    public async Task GetAsync(BundleObject wanted, CancellationToken cancel)
    {
        var download = new ObjectDownload(wanted, part.Open(wanted));
        if (download.Held == 0)
        {
            part.Clear();
        }

        while (!download.IsWhole)
        {
            cancel.ThrowIfCancellationRequested();
            if (choice.Choose(Now) is not { } source)
            {
                var rest = choice.NextTry - Now;
                if (rest > patience)
                {
                    throw new IOException($"nobody brings it, and nobody is asked again for {rest.TotalMinutes:0} minutes");
                }

                await Task.Delay(rest, clock, cancel).ConfigureAwait(false);
                continue;
            }

            last = source;
            var before = download.Held;
            var fault = await ReadAsync(source, download, cancel).ConfigureAwait(false);
            choice.Report(source, fault, download.Held > before, Now);
        }
    }

    /// <summary>The last object was refused: it is fetched anew, from another source if there is one.</summary>
    public void Refuse()
    {
        choice.Report(last, FetchFault.Wrong, hasProgressed: false, Now);
    }

    private TimeSpan Now => clock.GetElapsedTime(start);

    private async Task<FetchFault> ReadAsync(ObjectSource source, ObjectDownload download, CancellationToken cancel)
    {
        var reader = readers.FirstOrDefault(reader => reader.Source == source);
        if (reader is null)
        {
            return FetchFault.Absent;
        }

        var isTooLong = false;
        var fault = await reader.ReadAsync(download.Wanted, download.Held, Take, cancel).ConfigureAwait(false);
        if (isTooLong)
        {
            download.StartOver();
            part.Clear();
            return FetchFault.TooLong;
        }

        return fault == FetchFault.None && !download.IsWhole ? FetchFault.Interrupted : fault;

        bool Take(ReadOnlySpan<byte> bytes)
        {
            isTooLong = !download.TryTake(bytes);
            if (!isTooLong)
            {
                part.Append(bytes);
            }

            return !isTooLong;
        }
    }
}
