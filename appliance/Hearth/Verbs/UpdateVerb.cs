using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Updating;
using Hearth.Web;

namespace Hearth.Verbs;

/// <summary><c>hearth update</c>: asks an appliance's node about its updates; the updater does them.</summary>
internal static class UpdateVerb
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(0.5);

    /// <summary>Makes the verbs.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> json = new("--json") { Description = "for programs" };
        Argument<string?> file = new("FILE") { Description = "an update in one file, as `release pack` makes it", Arity = ArgumentArity.ZeroOrOne };
        var update = new Command("update", "look whether there is a newer version")
        {
            actions.Run(new Command("status", "which version runs, and how it stands with updates") { json }, (call, stop) => ShowAsync(call, call.Value(json), stop)),
            actions.Run(
                new Command("apply", "install the newest version now, or the one in a file") { file },
                (call, stop) => call.Value(file) is { } path ? ApplyAsync(call, path, stop) : AskAsync(call, "install", stop)),
            actions.Run(new Command("back", "go back to the version before"), BackAsync),
        };
        return actions.Run(update, (call, stop) => AskAsync(call, "check", stop));
    }

    private static async Task<int> ShowAsync(VerbCall call, bool json, CancellationToken stop)
    {
        var text = await new OwnerApi(call.Options.State).AskAsync("GET", "/api/update", stop).ConfigureAwait(false);
        if (json)
        {
            await call.Out.WriteLineAsync(text).ConfigureAwait(false);
            return ExitCode.Done;
        }

        var status = Read(text);
        var lines = new List<string>
        {
            $"version    {status.Running}{(status.Unproven ? ", which has to prove itself yet" : "")}",
            $"channel    {status.Channel}",
            $"now        {Describe(status)}",
            $"looked     {(status.CheckedAt is { } at ? Said(at) : "not yet")}; next {Said(status.CheckAt)}",
        };
        if (status.NeighbourBytes + status.ServerBytes > 0)
        {
            lines.Add($"came       {Quantity.Bytes((ulong)status.NeighbourBytes)} from neighbours, {Quantity.Bytes((ulong)status.ServerBytes)} from the server");
        }

        if (status.InstallAt is { } install)
        {
            lines.Add($"installs   {Said(install)}");
        }

        lines.AddRange(status.History.Select(one => $"{Said(one.At)}  {Describe(one)}"));
        foreach (var line in lines)
        {
            await call.Out.WriteLineAsync(line).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    private static async Task<int> BackAsync(VerbCall call, CancellationToken stop)
    {
        await new OwnerApi(call.Options.State).AskAsync("POST", "/api/update/back", stop).ConfigureAwait(false);
        await call.Out.WriteLineAsync("going back: the board restarts into the version before").ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<int> AskAsync(VerbCall call, string what, CancellationToken stop)
    {
        var api = new OwnerApi(call.Options.State);
        await api.AskAsync("POST", $"/api/update/{what}", stop).ConfigureAwait(false);
        await FollowAsync(call, api, stop).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<int> ApplyAsync(VerbCall call, string path, CancellationToken stop)
    {
        var api = new OwnerApi(call.Options.State);
        using (var file = OpenFile(path))
        {
            await api.UploadAsync("/api/update/file", file, file.CanSeek ? file.Length : null, stop).ConfigureAwait(false);
        }

        // Whoever names a file wants what is in it; the version that runs already is that.
        var end = await FollowAsync(call, api, stop).ConfigureAwait(false);
        return end.Phase == "nothing" && end.Fault != "Current"
            ? throw new VerbFailedException($"{path} is not installed: {end.Detail} ({end.Fault}).")
            : ExitCode.Done;
    }

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new VerbFailedException($"{path} is a folder; give the one file that `release pack` made.");
        }

        try
        {
            return File.OpenRead(path);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException($"{path} cannot be read: {refusal.Message}");
        }
    }

    // Says each thing that it does, until it has ended.
    private static async Task<UpdateStatus> FollowAsync(VerbCall call, OwnerApi api, CancellationToken stop)
    {
        var last = "";
        while (true)
        {
            var status = Read(await api.AskAsync("GET", "/api/update", stop).ConfigureAwait(false));
            var line = Describe(status);
            if (line != last)
            {
                await call.Out.WriteLineAsync(last = line).ConfigureAwait(false);
            }

            if (!status.Busy || status.Phase == "armed")
            {
                return status.Phase == "failed" ? throw new VerbFailedException($"no update: {status.Detail} ({status.Fault}).") : status;
            }

            await Task.Delay(Glance, stop).ConfigureAwait(false);
        }
    }

    private static string Describe(UpdateStatus status) => status.Phase switch
    {
        "never" => "nothing was looked for yet",
        "checking" => "looking for a newer version",
        "nothing" => status.Fault == "Current" ? $"{status.Running} is the newest version" : $"nothing to install: {status.Detail} ({status.Fault})",
        "available" => $"{status.Version} is there{(string.IsNullOrEmpty(status.Changes) ? "" : $": {status.Changes}")}",
        "scanning" => "looking through what is here already",
        "writing" => $"writing {status.Version}: {Percent(status.WrittenBytes, status.ImageBytes)}, {Quantity.Bytes((ulong)status.FetchBytes)} to fetch",
        "armed" when status.Unproven => $"{status.Running} is tried",
        "armed" => $"{status.Version} is written; the board restarts into it",
        "failed" => $"no update: {status.Detail} ({status.Fault})",
        var other => other,
    };

    private static string Describe(UpdateEvent one) => one.Outcome switch
    {
        "confirmed" => $"{one.From} to {one.To}: stayed",
        "wentBack" => $"{one.From} back to {one.To}, as its owner asked",
        "notBack" => $"{one.From} stayed, as the version before did not run",
        _ => $"{one.From} to {one.To}: fell back",
    };

    private static string Percent(long part, long whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : part * 10 / whole * 10)} %");

    private static string Said(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static UpdateStatus Read(string text) => JsonSerializer.Deserialize(text, UpdatingJson.Default.UpdateStatus)!;
}
