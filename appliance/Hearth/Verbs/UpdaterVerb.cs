using System.CommandLine;
using Hearth.CommandLine;
using Hearth.Logging;
using Hearth.Updating;

namespace Hearth.Verbs;

/// <summary><c>hearth updater</c>: one round of updating, on a device.</summary>
internal static class UpdaterVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<string> supervisor = new("--supervisor") { HelpName = "PATH", Required = true, Description = "the supervisor's socket" };
        Option<string> node = new("--node") { HelpName = "PATH", Required = true, Description = "the node's socket for updates" };
        Option<string> channel = new("--channel") { HelpName = "DIR", Required = true, Description = "what the image trusts: channel.json and root.json" };
        Option<string> slots = new("--slots") { HelpName = "DIR", Required = true, Description = "the partitions are DIR/running-root, running-kernel, idle-root and idle-kernel" };
        return actions.Run(
            new Command("updater", "one round of updating, on a device") { supervisor, node, channel, slots },
            (call, stop) => new UpdaterHost(
                new UpdaterPlaces(call.Value(supervisor)!, call.Value(node)!, call.Value(channel)!, call.Value(slots)!, call.Options.State.Root),
                TimeProvider.System,
                LineLogger.Create("updater", call.Error, call.Options.Surroundings.Given("HEARTH_LOG"))).RunAsync(stop));
    }
}
