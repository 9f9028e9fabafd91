using System.Net.Mime;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http;

/// <summary>The open pages: each is a server-sent event stream. One above the bound is refused and counted.</summary>
internal sealed class EventStreams(StatusFrames frames, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Open pages at a time.</summary>
    public const int Most = 32;

    private int open;
    private long refused;

    public long Refused => Interlocked.Read(ref refused);

    public async Task ServeAsync(Call call)
    {
        try
        {
            if (Interlocked.Increment(ref open) > Most)
            {
                Interlocked.Increment(ref refused);
                call.Http.Response.Headers.RetryAfter = "10";
                await call.Refuse(StatusCodes.Status503ServiceUnavailable, "error.busy").ConfigureAwait(false);
                return;
            }

            await StreamAsync(call).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    private async Task StreamAsync(Call call)
    {
        var response = call.Http.Response;
        response.ContentType = MediaTypeNames.Text.EventStream;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, stopping);
        using var timer = new PeriodicTimer(StatusFrames.Tick, time);
        var sent = ReadOnlyMemory<byte>.Empty;
        try
        {
            // A page that lost its stream comes back after two seconds.
            await response.Body.WriteAsync("retry: 2000\n\n"u8.ToArray(), ended.Token).ConfigureAwait(false);
            do
            {
                var frame = frames.Current();
                if (!frame.Equals(sent))
                {
                    await response.Body.WriteAsync(frame, ended.Token).ConfigureAwait(false);
                    await response.Body.FlushAsync(ended.Token).ConfigureAwait(false);
                    sent = frame;
                }
            }
            while (await timer.WaitForNextTickAsync(ended.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The page went away, or the node stops.
        }
    }
}
