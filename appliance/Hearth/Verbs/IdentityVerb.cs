using System.CommandLine;
using System.Text.Json;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Verbs.Reports;

namespace Hearth.Verbs;

/// <summary><c>hearth identity</c>: whose node this is.</summary>
internal static class IdentityVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> json = new("--json") { Description = "for programs" };
        return actions.Run(new Command("identity", "whose node this is") { json }, (call, stop) => RunAsync(call, call.Value(json), stop));
    }

    private static async Task<int> RunAsync(VerbCall call, bool json, CancellationToken stop)
    {
        using var status = JsonDocument.Parse(await new OwnerApi(call.Options.State).AskAsync("GET", "/api/status", stop).ConfigureAwait(false));
        IdentityReport report = new(
            status.RootElement.GetProperty("namespace").GetString(),
            status.RootElement.GetProperty("ownerFingerprint").GetString());
        if (json)
        {
            await call.Out.WriteLineAsync(JsonSerializer.Serialize(report, ReportJson.Default.IdentityReport)).ConfigureAwait(false);
        }
        else if (report.Namespace is null)
        {
            await call.Out.WriteLineAsync("Nobody has claimed this node yet: press its button, then choose a name on its page.").ConfigureAwait(false);
        }
        else
        {
            await call.Out.WriteLineAsync($"namespace  {report.Namespace}").ConfigureAwait(false);
            await call.Out.WriteLineAsync($"owner      {report.OwnerFingerprint}").ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
