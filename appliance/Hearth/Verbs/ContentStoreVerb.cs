using System.CommandLine;
using System.Text.Json;
using Hearth.CommandLine;
using Hearth.Forwarding.Management;
using Hearth.Verbs.Reports;

namespace Hearth.Verbs;

/// <summary><c>hearth cs</c>: the content store.</summary>
internal static class ContentStoreVerb
{
    /// <summary>Makes the verbs.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> json = new("--json") { Description = "for programs" };
        Option<string> capacity = new("--capacity") { HelpName = "SIZE", Description = "how much it may hold, for example 64MB" };
        Option<string> admit = Switch("--admit", "take in what passes");
        Option<string> serve = Switch("--serve", "answer from it");
        return new Command("cs", "the content store: copies of what passed through")
        {
            actions.Run(new Command("info", "how full it is, and what it is worth") { json }, ManagementCall.Of(call => InfoAsync(call, call.Call.Value(json)))),
            actions.Run(new Command("config", "change it until the next start") { capacity, admit, serve }, ManagementCall.Of(call =>
                ConfigureAsync(call, call.Call.Value(capacity), call.Call.Value(admit), call.Call.Value(serve)))),
        };
    }

    private static async Task InfoAsync(ManagementCall call, bool json)
    {
        var info = (await call.ListAsync<ContentStoreInfo>("cs/info").ConfigureAwait(false))[0];
        var report = ContentStoreReport.Of(info);
        if (json)
        {
            call.Say(JsonSerializer.Serialize(report, ReportJson.Default.ContentStoreReport));
            return;
        }

        var asked = report.Hits + report.Misses;
        call.Say($"capacity  {Quantity.Bytes(report.Capacity)}");
        call.Say($"packets   {Quantity.Count(report.Entries)}");
        call.Say($"answered  {Quantity.Count(report.Hits)} of {Quantity.Count(asked)} interests{(asked == 0 ? "" : $" ({report.Hits * 100 / asked} %)")}");
        call.Say($"admits    {OnOff(report.Admit)}");
        call.Say($"serves    {OnOff(report.Serve)}");
    }

    private static async Task ConfigureAsync(ManagementCall call, string? capacity, string? admit, string? serve)
    {
        if (capacity is null && admit is null && serve is null)
        {
            throw new WrongUsageException("cs config needs one of: --capacity, --admit, --serve.");
        }

        ulong? bytes = null;
        if (capacity is not null)
        {
            bytes = Quantity.TryParseBytes(capacity, out var size) ? size : throw new WrongUsageException($"--capacity {capacity}: write a size, for example 64MB.");
        }

        var mask = (admit is null ? 0 : 1ul << ContentStoreFlag.Admit) | (serve is null ? 0 : 1ul << ContentStoreFlag.Serve);
        var flags = (admit is "on" ? 1ul << ContentStoreFlag.Admit : 0) | (serve is "on" ? 1ul << ContentStoreFlag.Serve : 0);
        var now = await call.DoAsync("cs/config", new ControlParameters
        {
            Capacity = bytes,
            Flags = mask == 0 ? null : flags,
            Mask = mask == 0 ? null : mask,
        }).ConfigureAwait(false);
        var set = now.Flags ?? 0;
        call.Say($"capacity {Quantity.Bytes(now.Capacity ?? 0)}, admits {OnOff((set >> ContentStoreFlag.Admit & 1) == 1)}, serves {OnOff((set >> ContentStoreFlag.Serve & 1) == 1)}");
    }

    private static Option<string> Switch(string name, string description)
    {
        Option<string> option = new(name) { HelpName = "on|off", Description = description };
        option.AcceptOnlyFromAmong("on", "off");
        return option;
    }

    private static string OnOff(bool on) => on ? "on" : "off";
}
