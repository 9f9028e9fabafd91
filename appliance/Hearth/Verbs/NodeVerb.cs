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
        Option<string> channel = new("--channel") { HelpName = "DIR", Description = "take updates of the channel in DIR/channel.json, by an updater" };
        Option<string> socket = new("--updates-socket") { HelpName = "PATH", Description = "where the updater connects (DIR/run/updates.sock)" };
        Option<uint?> user = new("--updater-user") { HelpName = "UID", Description = "only this user's process may be the updater (the node's own)" };
        Option<string> wake = new("--updater-wake") { HelpName = "PATH", Description = "the pipe that init waits at to start the updater" };
        Option<string> published = new("--updates") { HelpName = "DIR", Description = "serve the updates that `release` published in DIR" };
        Option<string> prefix = new("--updates-prefix") { HelpName = "NAME", Description = $"the name that they are served below ({UpdateSettings.UsualPrefix})" };
        return actions.Run(
            new Command("node", "the content daemon alone") { supervisor, log, lastLog, channel, socket, user, wake, published, prefix },
            (call, stop) => RunAsync(
                call,
                call.Value(supervisor),
                new LogFiles(call.Value(log), call.Value(lastLog)),
                new UpdateSettings
                {
                    Channel = call.Value(channel),
                    Socket = call.Value(socket),
                    User = call.Value(user),
                    Wake = call.Value(wake),
                    Published = call.Value(published),
                    Prefix = call.Value(prefix) is { } name ? NameArgument.Parse(name) : UpdateSettings.UsualPrefix,
                },
                stop));
    }

    private static async Task<int> RunAsync(VerbCall call, string? supervisor, LogFiles files, UpdateSettings updates, CancellationToken stop)
    {
        using LineLoggerFactory logs = new("node", call.Error, call.Options.Surroundings.Given("HEARTH_LOG"));
        NodeHost host = new(call.Options, TimeProvider.System, logs) { Log = files, Updates = updates };
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
