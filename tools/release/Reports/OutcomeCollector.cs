using System.Net;
using System.Text.Json;
using Hearth.Release.Signing;
using Hearth.Updates.Rollout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hearth.Release.Reports;

/// <summary>
/// Hears devices' reports over HTTP, and counts those of bundles that are published. It has no keys and logs nobody: what it
/// adds up, <c>release watch</c> judges.
/// </summary>
internal sealed class OutcomeCollector : IAsyncDisposable
{
    // {"bundle":"64 digits","outcome":"NotInstalled"} has 102.
    private const int MostBytes = 256;
    private const int MostConnections = 256;

    private static readonly TimeSpan HeadBound = TimeSpan.FromSeconds(10);

    // A bundle that was published a moment ago is known after so long; reports come hours later.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(10);

    private readonly Lock turn = new();
    private readonly PublishedFolder channels;
    private readonly OutcomeCounts counts;
    private readonly ReportGate gate;
    private readonly string addressHeader;
    private readonly TimeProvider time;
    private readonly WebApplication application;
    private IReadOnlyList<string> published = [];
    private DateTimeOffset lookedAt = DateTimeOffset.MinValue;

    private OutcomeCollector(PublishedFolder channels, OutcomeCounts counts, ReportGate gate, IPEndPoint address, string addressHeader, TimeProvider time)
    {
        (this.channels, this.counts, this.gate, this.addressHeader, this.time) = (channels, counts, gate, addressHeader, time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MostBytes;
            server.Limits.MaxConcurrentConnections = MostConnections;
            server.Limits.RequestHeadersTimeout = HeadBound;
            server.Listen(address);
        });
        application = builder.Build();
        application.Run(AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Url => application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Begins to listen.</summary>
    /// <param name="channels">What is published.</param>
    /// <param name="counts">The file of the sums.</param>
    /// <param name="gate">Which reports count.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="addressHeader">The field in which a proxy in front names the sender's address; empty where there is none.</param>
    /// <param name="time">The clock.</param>
    public static async Task<OutcomeCollector> StartAsync(
        PublishedFolder channels, string counts, ReportGate gate, IPEndPoint address, string addressHeader, TimeProvider time)
    {
        var collector = new OutcomeCollector(channels, OutcomeCounts.Open(counts), gate, address, addressHeader, time);
        await collector.application.StartAsync();
        return collector;
    }

    /// <summary>Waits until the process is told to end.</summary>
    public Task WaitAsync() => application.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private async Task AnswerAsync(HttpContext call) => call.Response.StatusCode =
        !HttpMethods.IsPost(call.Request.Method) ? StatusCodes.Status405MethodNotAllowed
        : await ReadAsync(call) is not { } report || AddressOf(call) is not { } from ? StatusCodes.Status400BadRequest
        : Take(report, from);

    private int Take(OutcomeReport report, IPAddress from)
    {
        lock (turn)
        {
            var now = time.GetUtcNow();
            if (!Published(now).Contains(report.Bundle))
            {
                return StatusCodes.Status404NotFound;
            }

            if (!gate.TryEnter(from, report.Bundle, now))
            {
                return StatusCodes.Status429TooManyRequests;
            }

            counts.Add(report, published);
            return StatusCodes.Status204NoContent;
        }
    }

    private IReadOnlyList<string> Published(DateTimeOffset now)
    {
        if (now - lookedAt >= Glance)
        {
            lookedAt = now;
            try
            {
                published = [.. Repository.Read(channels, now).Bundles.Select(bundle => bundle.Hash)];
            }
            catch (Exception change) when (change is ReleaseException or IOException or JsonException)
            {
                // It is being published: what was there before is looked for until the next glance.
            }
        }

        return published;
    }

    private static async Task<OutcomeReport?> ReadAsync(HttpContext call)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(call.Request.Body, default, call.RequestAborted);
            return body.RootElement is { ValueKind: JsonValueKind.Object } said
                && said.TryGetProperty("bundle", out var bundle) && bundle.ValueKind == JsonValueKind.String
                && said.TryGetProperty("outcome", out var outcome) && outcome.ValueKind == JsonValueKind.String
                && outcome.GetString() is nameof(UpdateOutcome.Confirmed) or nameof(UpdateOutcome.FellBack) or nameof(UpdateOutcome.NotInstalled)
                ? new OutcomeReport(bundle.GetString()!, Enum.Parse<UpdateOutcome>(outcome.GetString()!))
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is found out when the string is taken.
            return null;
        }
    }

    // A proxy adds the address that it saw behind those that the sender may have made up.
    private IPAddress? AddressOf(HttpContext call) =>
        addressHeader.Length == 0 ? call.Connection.RemoteIpAddress
        : IPAddress.TryParse(call.Request.Headers[addressHeader].ToString().Split(',')[^1].Trim(), out var address) ? address
        : null;
}
