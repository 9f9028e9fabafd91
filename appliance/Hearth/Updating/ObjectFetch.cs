using Hearth.Updates.Bundle;
using Hearth.Updates.Fetch;

namespace Hearth.Updating;

/// <summary>Gets objects, from whichever source has them, and goes on where it was interrupted.</summary>
/// <param name="readers">The sources.</param>
/// <param name="part">What has come so far.</param>
/// <param name="carried">Counts the bytes that come.</param>
/// <param name="patience">How long a rest of all sources is waited for.</param>
/// <param name="clock">The clock.</param>
internal sealed class ObjectFetch(IReadOnlyList<IObjectReader> readers, PartFile part, CarriedBytes carried, TimeSpan patience, TimeProvider clock)
{
    private readonly long start = clock.GetTimestamp();
    private SourceChoice choice = new();
    private FetchFault gravest;
    private bool brokeOff;
    private ObjectSource last;

    /// <summary>Gets an object into the part file. It is as long as it should be; its hash is checked where it is used.</summary>
    /// <param name="wanted">Which one.</param>
    /// <param name="cancel">Ends it; what has come is kept.</param>
    /// <exception cref="NotFetchedException">Every source rests for longer than somebody waits.</exception>
    /// <exception cref="IOException">It cannot be kept.</exception>
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
                    throw new NotFetchedException(gravest, brokeOff, $"nobody brings it, and nobody is asked again for {rest.TotalMinutes:0} minutes");
                }

                await Task.Delay(rest, clock, cancel).ConfigureAwait(false);
                continue;
            }

            last = source;
            var before = download.Held;
            var fault = await ReadAsync(source, download, cancel).ConfigureAwait(false);
            if (fault != FetchFault.TooLong)
            {
                choice.Report(source, fault, download.Held > before, Now);
            }
            else
            {
                await RefuseAsync(wanted.Path, fault).ConfigureAwait(false);
            }

            gravest = fault > gravest ? fault : gravest;
            brokeOff |= fault == FetchFault.Interrupted && download.Held > 0;
        }

        (gravest, brokeOff) = (FetchFault.None, false);
    }

    /// <summary>The owner asks for a round: whatever the sources did before, they are asked again.</summary>
    public void Forgive() => (choice, gravest, brokeOff) = (new SourceChoice(), FetchFault.None, false);

    /// <summary>The last object was refused: it is fetched anew, from somebody else if there is one.</summary>
    public Task RefuseAsync(string path) => RefuseAsync(path, FetchFault.Wrong);

    private TimeSpan Now => clock.GetElapsedTime(start);

    private async Task RefuseAsync(string path, FetchFault fault)
    {
        if (readers.FirstOrDefault(reader => reader.Source == last) is not { } reader || !await reader.RefuseAsync(path).ConfigureAwait(false))
        {
            choice.Report(last, fault, hasProgressed: false, Now);
            gravest = fault;
        }
    }

    private async Task<FetchFault> ReadAsync(ObjectSource source, ObjectDownload download, CancellationToken cancel)
    {
        var reader = readers.FirstOrDefault(reader => reader.Source == source);
        if (reader is null)
        {
            return FetchFault.Absent;
        }

        var isTooLong = false;
        IOException? unkept = null;
        var fault = await reader.ReadAsync(download.Wanted, download.Held, Take, cancel).ConfigureAwait(false);
        if (unkept is not null)
        {
            throw unkept;
        }

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
            carried.Add(source, bytes.Length);
            try
            {
                part.Append(isTooLong ? [] : bytes);
            }
            catch (IOException failure)
            {
                // A reader would take it for its connection's.
                unkept = failure;
            }

            return !isTooLong && unkept is null;
        }
    }
}
