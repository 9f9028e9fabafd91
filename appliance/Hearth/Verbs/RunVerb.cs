using System.CommandLine;
using Hearth.CommandLine;
using Hearth.Linux;
using Hearth.Logging;
using Hearth.Supervision;

namespace Hearth.Verbs;

/// <summary><c>hearth run</c>: plays a device's init on a laptop, with the same processes and a simulated board.</summary>
internal static class RunVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions) =>
        actions.Run(new Command("run", "a simulated board, the node and the panel, all at once"), RunAsync, OptionDefaults.Trial);

    private static async Task<int> RunAsync(VerbCall call, CancellationToken stop)
    {
        var state = call.Options.State;
        Directory.CreateDirectory(state.Run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var alone = TryLock(state.RunLock)
            ?? throw new VerbFailedException($"another `hearth run` has {state.Root}; stop it, or give another folder with --state DIR.");

        ProcessSpawner spawner = new();
        var log = LineLogger.Create("run", call.Error, call.Options.Surroundings.Given("HEARTH_LOG"));
        var options = call.Options.ToArguments();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<bool>[] processes =
        [
            Keep(["supervise", "--simulated", .. options]),
            Keep(["node", NodeVerb.SupervisorOption, state.SupervisorSocket, .. options]),
        ];

        // The first that ends for good takes the other with it.
        await Task.WhenAny(processes).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        var results = await Task.WhenAll(processes).ConfigureAwait(false);
        return results.All(done => done) ? ExitCode.Done : ExitCode.Failed;

        Task<bool> Keep(IReadOnlyList<string> arguments) => new RespawnedProcess(arguments, spawner, TimeProvider.System, log).RunAsync(ending.Token);
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
