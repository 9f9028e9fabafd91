using System.CommandLine;
using Hearth.CommandLine;
using Hearth.Supervision;

namespace Hearth.Verbs;

/// <summary><c>hearth press</c>: presses a simulated board's button.</summary>
internal static class PressVerb
{
    /// <summary>A finger's usual press.</summary>
    private const double UsualPress = 0.2;

    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<double> hold = new("--hold")
        {
            HelpName = "SECONDS",
            Description = "how long (0.2); from 2 on it counts down to the factory reset, at 10 it resets",
            DefaultValueFactory = _ => UsualPress,
        };
        return actions.Run(new Command("press", "press a simulated board's button") { hold }, (call, stop) => RunAsync(call, call.Value(hold), stop));
    }

    private static async Task<int> RunAsync(VerbCall call, double seconds, CancellationToken stop)
    {
        if (!(seconds > 0 && seconds <= SimulatedBoard.LongestPress.TotalSeconds))
        {
            throw new WrongUsageException($"--hold {seconds}: a press takes more than 0 and at most {SimulatedBoard.LongestPress.TotalSeconds:0} seconds.");
        }

        var socket = call.Options.State.BoardSocket;
        return await SimulatedButton.PressAsync(socket, TimeSpan.FromSeconds(seconds), stop).ConfigureAwait(false)
            ? ExitCode.Done
            : throw new VerbFailedException($"no simulated board answers at {socket}; start `hearth run`, or give its folder with --state DIR.");
    }
}
