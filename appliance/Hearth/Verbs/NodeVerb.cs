using System.CommandLine;
using Hearth.CommandLine;
using Hearth.Identity.State;
using Hearth.Logging;
using Hearth.Node;

namespace Hearth.Verbs;

/// <summary><c>hearth node</c>: the content daemon alone.</summary>
internal static class NodeVerb
{
    /// <summary>Names the supervisor's socket.</summary>
    public const string SupervisorOption = "--supervisor";

    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<string> supervisor = new(SupervisorOption) { HelpName = "PATH", Description = "start at the supervisor's go, and end with it (HEARTH_SUPERVISOR)" };
        Option<string> log = new("--log") { HelpName = "FILE", Description = "the machine's log, shown to the owner" };
        Option<string> lastLog = new("--last-log") { HelpName = "FILE", Description = "what the run before left of it" };
        return actions.Run(
            new Command("node", "the content daemon alone") { supervisor, log, lastLog },
            (call, stop) => RunAsync(call, call.Value(supervisor), new LogFiles(call.Value(log), call.Value(lastLog)), stop));
    }

    private static async Task<int> RunAsync(VerbCall call, string? supervisor, LogFiles files, CancellationToken stop)
    {
        using LineLoggerFactory logs = new("node", call.Error, call.Options.Surroundings.Given("HEARTH_LOG"));
        NodeHost host = new(call.Options, TimeProvider.System, logs) { Log = files };
        try
        {
            return (supervisor ?? call.Options.Surroundings.Given("HEARTH_SUPERVISOR")) is { } path
                ? await host.RunSupervisedAsync(path, stop).ConfigureAwait(false)
                : await host.RunAloneAsync(stop).ConfigureAwait(false);
        }
        catch (StateFaultException fault)
        {
            throw new VerbFailedException(fault.Message);
        }
    }
}
