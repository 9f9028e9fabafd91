using System.CommandLine;
using System.Text.Json;
using Hearth.CommandLine;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
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
        var admit = SwitchOption.Create("--admit", "take in what passes");
        var serve = SwitchOption.Create("--serve", "answer from it");
        Argument<string> prefix = new("PREFIX") { Description = "the names to forget, for example /p/bob" };
        Option<ulong?> count = new("--count") { HelpName = "N", Description = "forget no more than so many packets (all)" };
        return new Command("cs", "the content store: copies of what passed through")
        {
            actions.Run(new Command("info", "how full it is, and what it is worth") { json }, ManagementCall.Of(call => InfoAsync(call, call.Call.Value(json)))),
            actions.Run(new Command("config", "change it until the next start") { capacity, admit, serve }, ManagementCall.Of(call =>
                ConfigureAsync(call, call.Call.Value(capacity), call.Call.Value(admit), call.Call.Value(serve)))),
            actions.Run(new Command("erase", "forget what is under a prefix, on disk too") { prefix, count }, ManagementCall.Of(call =>
                EraseAsync(call, RouteVerb.PrefixOf(call.Call.Value(prefix)), call.Call.Value(count)))),
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
        if (report.Disk is { } disk)
        {
            call.Say($"on disk   {Quantity.Bytes(disk.Used)} of {Quantity.Bytes(disk.Capacity)}, {Quantity.Count(disk.Entries)} packets; {Quantity.Count(disk.Hits)} interests answered");
            call.Say($"written   {Quantity.Bytes(disk.WrittenToday)} of {Quantity.Bytes(disk.WritablePerDay)} today, {Quantity.Count(disk.Written)} packets in all; {Quantity.Count(disk.Left)} left out");
        }
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

    // A forwarder erases a bounded number at a time, and says when there is more.
    private static async Task EraseAsync(ManagementCall call, Name prefix, ulong? most)
    {
        var erased = 0ul;
        ControlParameters done;
        do
        {
            done = await call.DoAsync("cs/erase", new ControlParameters { Name = prefix, Count = most - erased }).ConfigureAwait(false);
            erased += done.Count ?? 0;
        }
        while (done.Capacity is not null && done.Count > 0 && erased < (most ?? ulong.MaxValue));
        call.Say($"{Quantity.Count(erased)} packets under {prefix} forgotten");
    }

    private static string OnOff(bool on) => on ? "on" : "off";
}
