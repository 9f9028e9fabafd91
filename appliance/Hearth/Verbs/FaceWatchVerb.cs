using System.CommandLine;
using System.Text.Json;
using Hearth.CommandLine;
using Hearth.Forwarding.Management;
using Hearth.Verbs.Reports;

namespace Hearth.Verbs;

/// <summary><c>hearth face watch</c>: faces as they come and go, a line each.</summary>
internal static class FaceWatchVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> json = new("--json") { Description = "for programs: an object on each line" };
        Option<ulong?> count = new("--count") { HelpName = "N", Description = "end after so many (until you press Ctrl+C)" };
        return actions.Run(new Command("watch", "see faces come and go") { count, json }, ManagementCall.Of(call =>
            WatchAsync(call, call.Call.Value(count) ?? ulong.MaxValue, call.Call.Value(json))));
    }

    private static async Task WatchAsync(ManagementCall call, ulong count, bool json)
    {
        ulong? last = null;
        for (var seen = 0ul; seen < count; seen++)
        {
            var (happened, number) = await call.Management.NextFaceEventAsync(last, call.Stop).ConfigureAwait(false);
            last = number;
            var report = FaceEventReport.Of(happened);
            call.Say(json
                ? JsonSerializer.Serialize(report, ReportJson.Line.FaceEventReport)
                : $"face {report.Id} to {report.Remote} {WordFor(happened.Kind)}");
        }
    }

    private static string WordFor(FaceEventKind kind) => kind switch
    {
        FaceEventKind.Created => "opened",
        FaceEventKind.Destroyed => "closed",
        FaceEventKind.Up => "works again",
        FaceEventKind.Down => "has failed",
        _ => $"({(ulong)kind})",
    };
}
