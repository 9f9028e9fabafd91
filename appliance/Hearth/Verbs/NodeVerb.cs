using System.CommandLine;
using Hearth.CommandLine;
using Hearth.Supervision;

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
        return actions.Run(new Command("node", "the content daemon alone") { supervisor }, (call, stop) => RunAsync(call, call.Value(supervisor), stop));
    }

    private static async Task<int> RunAsync(VerbCall call, string? supervisor, CancellationToken stop)
    {
        var state = call.Options.State;
        if ((supervisor ?? call.Options.Surroundings.Given("HEARTH_SUPERVISOR")) is not { } path)
            throw new VerbFailedException("this build holds no content daemon yet.");

        using var link = await SupervisorLink.ConnectAsync(path, ChildRole.Node, TimeProvider.System, stop).ConfigureAwait(false);
        if (!await link.WaitForGoAsync(_ => Task.Run(() => FactoryReset.Erase(state), CancellationToken.None), stop).ConfigureAwait(false))
            return ExitCode.StartAgain;

        FactoryReset.FinishIfInterrupted(state);
        link.Report(new ChildMessage.Health { Serving = false, Claimed = Directory.Exists(state.Keys), Network = true });
        return await link.RunAsync(_ => Task.CompletedTask, stop).ConfigureAwait(false) == LinkEnd.Stopped ? ExitCode.Done : ExitCode.StartAgain;
    }
}
