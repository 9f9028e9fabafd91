using System.CommandLine;
using Hearth.CommandLine;
using Hearth.Logging;
using Hearth.Supervision;

namespace Hearth.Verbs;

/// <summary><c>hearth supervise</c>: the button, the light, and the processes beside it.</summary>
internal static class SuperviseVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> simulated = new("--simulated") { Description = "with a simulated board" };
        return actions.Run(new Command("supervise", "the supervisor: button, light, restarts") { simulated }, (call, stop) => RunAsync(call, call.Value(simulated), stop));
    }

    private static async Task<int> RunAsync(VerbCall call, bool simulated, CancellationToken stop)
    {
        if (!simulated)
        {
            throw new WrongUsageException("supervise drives no hardware in this version; add --simulated.");
        }

        var state = call.Options.State;
        var log = LineLogger.Create("supervisor", call.Error, call.Options.Surroundings.Given("HEARTH_LOG"));
        SimulatedBoard board = new(state.BoardSocket, TimeProvider.System, log);
        SupervisorHost host = new(state.SupervisorSocket, board, board, TimeProvider.System, call.Out, log);
        await host.RunAsync(stop).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
