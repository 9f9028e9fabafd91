using System.CommandLine;
using System.Text.Json;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Forwarding.Management;
using Hearth.Verbs.Reports;

namespace Hearth.Verbs;

/// <summary><c>hearth status</c>: the forwarder, and the appliance around it.</summary>
internal static class StatusVerb
{
    // On the same machine: an answer comes at once or the node hangs.
    private static readonly TimeSpan OwnerTimeout = TimeSpan.FromSeconds(4);

    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> json = new("--json") { Description = "for programs" };
        return actions.Run(new Command("status", "how the node is") { json }, ManagementCall.Of(call => ShowAsync(call, call.Call.Value(json))));
    }

    private static async Task ShowAsync(ManagementCall call, bool json)
    {
        var status = (await call.ListAsync<ForwarderStatus>("status/general").ConfigureAwait(false))[0];
        var faces = await call.ListAsync<FaceStatus>("faces/list").ConfigureAwait(false);
        var store = (await call.ListAsync<ContentStoreInfo>("cs/info").ConfigureAwait(false))[0];
        var appliance = await ApplianceAsync(call.Call.Options.State, call.Stop).ConfigureAwait(false);
        var report = new StatusReport(
            status.Version,
            DateTimeOffset.FromUnixTimeMilliseconds((long)status.StartTimestamp),
            (status.CurrentTimestamp - (double)status.StartTimestamp) / 1000,
            faces.Count,
            status.FibEntries,
            status.PitEntries,
            ContentStoreReport.Of(store),
            new TrafficReport(status.Packets.InInterests, status.Packets.InData, status.Packets.InNacks),
            new TrafficReport(status.Packets.OutInterests, status.Packets.OutData, status.Packets.OutNacks),
            status.SatisfiedInterests,
            status.UnsatisfiedInterests,
            appliance);
        if (json)
        {
            call.Say(JsonSerializer.Serialize(report, ReportJson.Default.StatusReport));
        }
        else
        {
            Show(call, report);
        }
    }

    private static void Show(ManagementCall call, StatusReport report)
    {
        if (report.Appliance is { } appliance)
        {
            call.Say($"namespace  {(appliance.Claimed ? appliance.Namespace : "none yet: press the button to claim one")}");
            call.Say($"light      {appliance.Light}");
            if (appliance.HostName is { } host)
            {
                call.Say($"name       {host}");
            }

            if (appliance is { HostName: not null, Neighbours: { } neighbours })
            {
                call.Say($"neighbours {neighbours.Known}, {neighbours.Routed} with a namespace of their own{(neighbours.Refused > 0 ? $"; not believed {neighbours.Refused} times" : "")}");
            }
        }

        call.Say($"version    {report.Version}");
        call.Say($"running    {Quantity.Duration(TimeSpan.FromSeconds(report.UptimeSeconds))}");
        call.Say($"faces      {report.Faces}");
        call.Say($"prefixes   {Quantity.Count(report.FibEntries)}");
        call.Say($"pending    {Quantity.Count(report.PitEntries)} interests");
        call.Say($"cache      {Quantity.Count(report.ContentStore.Entries)} packets, {Quantity.Bytes(report.ContentStore.Capacity)} at most; {Quantity.Count(report.ContentStore.Hits)} hits, {Quantity.Count(report.ContentStore.Misses)} misses");
        call.Say($"interests  {Quantity.Count(report.In.Interests)} in, {Quantity.Count(report.Out.Interests)} out");
        call.Say($"data       {Quantity.Count(report.In.Data)} in, {Quantity.Count(report.Out.Data)} out");
        call.Say($"nacks      {Quantity.Count(report.In.Nacks)} in, {Quantity.Count(report.Out.Nacks)} out");
    }

    /// <summary>What the owner's API tells; null where this forwarder has none, or another user's.</summary>
    private static async Task<ApplianceReport?> ApplianceAsync(StateDirectory state, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(OwnerTimeout);
        try
        {
            using var status = JsonDocument.Parse(await new OwnerApi(state).AskAsync("GET", "/api/status", limit.Token).ConfigureAwait(false));
            return ApplianceReport.Read(status.RootElement);
        }
        catch (Exception absent) when (absent is VerbFailedException or JsonException or IOException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
