using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hearth.Client;
using Hearth.CommandLine;

namespace Hearth.Verbs;

/// <summary><c>hearth ls</c>: lists what is published.</summary>
internal static class LsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> json = new("--json") { Description = "as JSON, for programs" };
        return actions.Run(new Command("ls", "list what you have published") { json }, (call, stop) => RunAsync(call, call.Value(json), stop));
    }

    private static async Task<int> RunAsync(VerbCall call, bool asJson, CancellationToken stop)
    {
        var answer = await new OwnerApi(call.Options.State).AskAsync("GET", "/api/files", stop).ConfigureAwait(false);
        if (asJson)
        {
            await call.Out.WriteLineAsync(answer.TrimEnd()).ConfigureAwait(false);
            return ExitCode.Done;
        }

        var files = JsonSerializer.Deserialize(answer, OwnerApiJson.Default.IReadOnlyListOwnerApiFile)!;
        foreach (var file in files)
        {
            await call.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Quantity.Bytes((ulong)file.Bytes),8}  {file.Published.ToLocalTime():yyyy-MM-dd HH:mm}  {file.Name}")).ConfigureAwait(false);
        }

        if (files.Count == 0)
        {
            await call.Error.WriteLineAsync("hearth: nothing is published yet; `hearth put NAME FILE` publishes a file.").ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
