using System.CommandLine;
using System.Text.Json;
using Hearth.CommandLine;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;
using Hearth.Verbs.Reports;

namespace Hearth.Verbs;

/// <summary><c>hearth strategy</c>: how interests under a prefix choose among next hops.</summary>
internal static class StrategyVerb
{
    private static readonly string Known = string.Join(", ", StrategyTable.Strategies.Select(strategy => strategy.Name[^2].ToString()));
    private static readonly Name Strategies = Name.Parse("/localhost/nfd/strategy");

    /// <summary>Makes the verbs.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> json = new("--json") { Description = "for programs" };
        Argument<string> prefix = new("PREFIX") { Description = "the names that it is for, for example /p/bob" };
        Argument<string> strategy = new("NAME") { Description = $"{Known}; with parameters, for example asf/max-timeouts~5; or a whole name" };
        return new Command("strategy", "how interests choose among next hops")
        {
            actions.Run(new Command("list", "the strategy of each prefix") { json }, ManagementCall.Of(call => ListAsync(call, call.Call.Value(json)))),
            actions.Run(new Command("set", "choose one for a prefix") { prefix, strategy }, ManagementCall.Of(call =>
                SetAsync(call, RouteVerb.PrefixOf(call.Call.Value(prefix)), NameOf(call.Call.Value(strategy))))),
            actions.Run(new Command("unset", "leave a prefix to the shorter one's") { prefix }, ManagementCall.Of(call =>
                UnsetAsync(call, RouteVerb.PrefixOf(call.Call.Value(prefix))))),
        };
    }

    private static async Task ListAsync(ManagementCall call, bool json)
    {
        var choices = await call.ListAsync<StrategyChoiceStatus>("strategy-choice/list").ConfigureAwait(false);
        if (json)
        {
            call.Say(JsonSerializer.Serialize(
                [.. choices.Select(choice => new StrategyReport(choice.Prefix.ToString(), choice.Strategy.ToString()))], ReportJson.Default.StrategyReportArray));
            return;
        }

        var table = new TextTable("PREFIX", "STRATEGY");
        foreach (var choice in choices)
        {
            table.Add(choice.Prefix.ToString(), ShortNameOf(choice.Strategy));
        }

        await call.Call.Out.WriteAsync(table.ToString()).ConfigureAwait(false);
    }

    private static async Task SetAsync(ManagementCall call, Name prefix, Name strategy)
    {
        var response = await call.Management.CommandAsync("strategy-choice/set", new ControlParameters { Name = prefix, Strategy = strategy }, call.Stop).ConfigureAwait(false);
        call.Say(response switch
        {
            { IsSuccess: true } => $"{prefix} uses {ShortNameOf(response.Parameters?.Strategy ?? strategy)}",
            { StatusCode: 404, StatusText: "Strategy not registered" } => throw new VerbFailedException($"the forwarder has no strategy {ShortNameOf(strategy)}; hearth's are {Known}."),
            _ => throw Client.ManagementClient.Refused(response),
        });
    }

    private static async Task UnsetAsync(ManagementCall call, Name prefix)
    {
        if (prefix.Count == 0)
        {
            throw new WrongUsageException("/ always has a strategy; choose another one with `hearth strategy set / NAME`.");
        }

        await call.DoAsync("strategy-choice/unset", new ControlParameters { Name = prefix }).ConfigureAwait(false);
        call.Say($"{prefix} uses the strategy of the shorter prefix");
    }

    private static Name NameOf(string text) => text.StartsWith('/') ? RouteVerb.PrefixOf(text)
        : Name.TryParse($"{Strategies}/{text}", out var name) ? WithVersion(name)
        : throw new WrongUsageException($"'{text}' is no strategy; write one of: {Known}.");

    // A forwarder looks for parameters behind the version, which a person need not know.
    private static Name WithVersion(Name name)
    {
        var known = StrategyTable.Strategies.FirstOrDefault(strategy => strategy.Name.Prefix(-1).IsPrefixOf(name))?.Name;
        if (known is null || name.Count < known.Count || name[known.Count - 1].Type == TlvType.VersionNameComponent)
        {
            return name;
        }

        for (var i = known.Count - 1; i < name.Count; i++)
        {
            known = known.Append(name[i]);
        }

        return known;
    }

    private static string ShortNameOf(Name strategy) =>
        Strategies.IsPrefixOf(strategy) ? strategy.ToString()[(Strategies.ToString().Length + 1)..] : strategy.ToString();
}
