using System.Globalization;
using Hearth.Updates.Bundle;
using Hearth.Updates.Fetch;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hearth.Updating;

/// <summary>
/// Carries bytes for the updater: fetches what it asks for, from neighbours and from the server, and keeps it for others. It
/// judges nothing. Metadata goes on the shelf once the updater has looked at it.
/// </summary>
internal sealed partial class UpdateCarriage : IDisposable
{
    // Longer than any object takes on a slow line; what has come by then is kept, and goes on with the next round.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // A source that broke off has a second's rest. Where all rest for longer, the round ends, and the next one goes on.
    private static readonly TimeSpan MostRest = TimeSpan.FromSeconds(10);

    // Of metadata that waits for the updater's word.
    private const int MostUnprovenBytes = 8 << 20;
    private const int MostUnproven = 256;

    private const int SendSize = 64 * 1024;

    private readonly UpdateShelf shelf;
    private readonly NamedObjects named;
    private readonly IReadOnlyList<IObjectReader> readers;
    private readonly HttpRepository server = new();
    private readonly PartFile part;
    private readonly ObjectFetch objects;
    private SourceRest[] rests = [new(), new()];
    private readonly Dictionary<string, IObjectReader> bringers = [];
    private readonly SemaphoreSlim turns = new(1);
    private readonly List<(string Path, byte[] Content)> unproven = [];
    private readonly TimeProvider time;
    private readonly long start;
    private BroughtFile? brought;
    private readonly ILogger log;

    /// <summary>Makes it.</summary>
    /// <param name="shelf">What is kept.</param>
    /// <param name="named">Fetches by name.</param>
    /// <param name="url">The server; null where there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Worth a line.</param>
    public UpdateCarriage(UpdateShelf shelf, NamedObjects named, string? url, TimeProvider time, ILogger log)
    {
        (this.shelf, this.named, this.time, this.log, start) = (shelf, named, time, log, time.GetTimestamp());
        readers = url is null ? [named] : [named, new ServerObjects(server, url)];
        part = new PartFile(shelf.Unfinished);
        objects = new ObjectFetch(readers, part, Carried, MostRest, time);
    }

    /// <summary>Whether the server is asked first for everything, as what neighbours brought came to nothing.</summary>
    public bool PrefersServer { get; set; }

    /// <summary>What came in this round.</summary>
    public CarriedBytes Carried { get; } = new();

    /// <summary>Answers a request for a file.</summary>
    public async Task AnswerAsync(HttpContext call, string path)
    {
        await turns.WaitAsync(call.RequestAborted).ConfigureAwait(false);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted);
            limit.CancelAfter(Patience);
            if (HttpMethods.IsDelete(call.Request.Method))
            {
                LogRefused(path);
                call.Response.StatusCode = await RefuseAsync(path).ConfigureAwait(false) ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
            }
            else if (NumberIn(call, "size") is { } size && UpdatePath.IsObject(path))
            {
                await SendAsync(call, await FindAsync(new BundleObject(path, size), limit.Token).ConfigureAwait(false)).ConfigureAwait(false);
            }
            else if (NumberIn(call, "most") is { } most)
            {
                await SendFileAsync(call, path, most, limit.Token).ConfigureAwait(false);
            }
            else
            {
                call.Response.StatusCode = StatusCodes.Status400BadRequest;
            }
        }
        catch (NotFetchedException lost)
        {
            LogFailed(path, lost.Message);
            Refuse(call, StatusOf(lost));
        }
        catch (IOException failure) when (failure.HResult == UpdateRound.NoSpaceLeft)
        {
            LogFailed(path, failure.Message);
            Refuse(call, StatusCodes.Status507InsufficientStorage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OperationCanceledException && !call.RequestAborted.IsCancellationRequested)
        {
            LogFailed(path, failure.Message);
            Refuse(call, StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>The owner asks for a round: sources that rest are asked again.</summary>
    public void Forgive()
    {
        objects.Forgive();
        named.Forgive();
        rests = [new(), new()];
    }

    /// <summary>A round begins.</summary>
    /// <param name="file">What the owner brought for it: then nobody else is asked. Null otherwise.</param>
    public void Begin(BroughtFile? file)
    {
        brought = file;
        Carried.Clear();
        bringers.Clear();
        lock (unproven)
        {
            unproven.Clear();
        }
    }

    /// <summary>The updater speaks: it has looked at all metadata that it was given, and refused what was not good.</summary>
    public void Prove()
    {
        lock (unproven)
        {
            // The timestamp last: it names the others.
            foreach (var (path, content) in unproven.OrderBy(file => file.Path == UpdatePath.Timestamp ? 1 : 0))
            {
                Keep(path, content);
            }

            unproven.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        server.Dispose();
        part.Dispose();
        turns.Dispose();
    }

    private TimeSpan Now => time.GetElapsedTime(start);

    // Whether it is worth asking for again.
    private async Task<bool> RefuseAsync(string path)
    {
        if (brought is not null)
        {
            return RefuseBrought(path);
        }

        if (UpdatePath.IsObject(path))
        {
            shelf.Drop(path);
            await objects.RefuseAsync(path).ConfigureAwait(false);
            return true;
        }

        Doubt(path);
        if (!bringers.Remove(path, out var bringer) || await bringer.RefuseAsync(path).ConfigureAwait(false))
        {
            return bringer is not null;
        }

        rests[(int)bringer.Source].Report(FetchFault.Wrong, hasProgressed: false, Now);
        foreach (var other in readers)
        {
            if (!IsResting(other) && await other.HasAnybodyAsync().ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    // What lay on the shelf already may be wrong where what was brought is right.
    private bool RefuseBrought(string path)
    {
        Doubt(path);
        if (UpdatePath.IsObject(path) && shelf.Find(path) is not null)
        {
            shelf.Drop(path);
            return brought!.Find(path) is not null;
        }

        return false;
    }

    private void Doubt(string path)
    {
        lock (unproven)
        {
            unproven.RemoveAll(file => file.Path == path);
        }
    }

    private bool IsResting(IObjectReader reader) => rests[(int)reader.Source].Until > Now;

    // Others may have it where there is room for it; the update goes on in any case.
    private void Keep(string path, byte[] content)
    {
        try
        {
            shelf.Keep(path, content);
        }
        catch (IOException failure)
        {
            LogNotKept(path, failure.Message);
        }
    }

    private static int StatusOf(NotFetchedException lost) => lost switch
    {
        { Fault: FetchFault.Absent } => StatusCodes.Status404NotFound,
        { Fault: FetchFault.Interrupted, BrokeOff: false } => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status502BadGateway,
    };

    private async Task<string> FindAsync(BundleObject wanted, CancellationToken cancel)
    {
        if (shelf.Find(wanted.Path) is { } kept && new FileInfo(kept).Length == wanted.StoredLength)
        {
            return kept;
        }

        if (brought is not null)
        {
            return brought.Find(wanted.Path) is { } file && new FileInfo(file).Length == wanted.StoredLength
                ? shelf.Adopt(wanted.Path, file) ?? file
                : throw new NotFetchedException(FetchFault.Absent, brokeOff: false, "the file that was brought does not have it");
        }

        await objects.GetAsync(wanted, cancel).ConfigureAwait(false);
        var fetched = part.Release();
        return shelf.Adopt(wanted.Path, fetched) ?? fetched;
    }

    private async Task SendFileAsync(HttpContext call, string path, int most, CancellationToken cancel)
    {
        var (content, isAbsent) = await ReadAsync(path, most, cancel).ConfigureAwait(false);
        if (content is null)
        {
            Refuse(call, isAbsent ? StatusCodes.Status404NotFound : StatusCodes.Status503ServiceUnavailable);
            return;
        }

        if (content.Length <= most)
        {
            lock (unproven)
            {
                if (unproven.Count < MostUnproven && unproven.Sum(file => (long)file.Content.Length) + content.Length <= MostUnprovenBytes)
                {
                    unproven.Add((path, content));
                }
            }
        }

        call.Response.ContentLength = content.Length;
        await call.Response.Body.WriteAsync(content, call.RequestAborted).ConfigureAwait(false);
    }

    // What is the newest the server knows best; all else is what its hash says, wherever it comes from.
    private async Task<(byte[]? Content, bool IsAbsent)> ReadAsync(string path, int most, CancellationToken cancel)
    {
        if (brought is not null)
        {
            return (ReadBrought(path, most), true);
        }

        var isRoot = path.EndsWith(".root.json", StringComparison.Ordinal);
        var isServerFirst = PrefersServer || isRoot || path == UpdatePath.Timestamp;
        var (asked, absent) = (0, 0);
        // Who could not be reached a moment ago is asked when nobody else has it.
        var order = isServerFirst ? readers.Reverse() : readers;
        foreach (var reader in order.Where(reader => !IsResting(reader)).Concat(order.Where(IsResting)).ToArray())
        {
            using var content = new MemoryStream();
            var fault = await reader.ReadAsync(new BundleObject(path, most), 0, Take, cancel).ConfigureAwait(false);
            Carried.Add(reader.Source, (int)content.Length);
            rests[(int)reader.Source].Report(fault == FetchFault.Absent ? FetchFault.None : fault, hasProgressed: false, Now);
            if (fault == FetchFault.None)
            {
                bringers[path] = reader;
                return (content.ToArray(), false);
            }

            asked++;
            absent += fault == FetchFault.Absent ? 1 : 0;

            bool Take(ReadOnlySpan<byte> bytes)
            {
                content.Write(bytes[..(int)Math.Min(bytes.Length, most + 1L - content.Length)]);
                return content.Length <= most;
            }
        }

        // The next root is mostly nowhere, and neighbours that wait for others do not say so. A timestamp is somewhere.
        return (null, isRoot || (absent == asked && path != UpdatePath.Timestamp));
    }

    private byte[]? ReadBrought(string path, int most)
    {
        if (brought!.Find(path) is not { } file)
        {
            return null;
        }

        using var stream = File.OpenRead(file);
        var content = new byte[Math.Min(stream.Length, most + 1L)];
        stream.ReadExactly(content);
        return content;
    }

    private static async Task SendAsync(HttpContext call, string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        call.Response.ContentLength = file.Length;
        var buffer = new byte[SendSize];
        for (int size; (size = await file.ReadAsync(buffer, call.RequestAborted).ConfigureAwait(false)) > 0;)
        {
            await call.Response.Body.WriteAsync(buffer.AsMemory(0, size), call.RequestAborted).ConfigureAwait(false);
        }
    }

    private static void Refuse(HttpContext call, int status)
    {
        if (call.Response.HasStarted)
        {
            call.Abort();
        }
        else
        {
            call.Response.ContentLength = null;
            call.Response.StatusCode = status;
        }
    }

    private static int? NumberIn(HttpContext call, string key) =>
        int.TryParse(call.Request.Query[key], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} is not what its name says; it is got elsewhere")]
    private partial void LogRefused(string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} cannot be had: {Reason}")]
    private partial void LogFailed(string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} is not kept for others: {Reason}")]
    private partial void LogNotKept(string path, string reason);
}
