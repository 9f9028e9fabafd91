using Hearth.CommandLine;
using Hearth.Identity.State;
using Hearth.Supervision;
using Microsoft.Extensions.Logging;

namespace Hearth.Updating;

/// <summary>The updater's life: wait for the supervisor's go, make one round, end. Whoever wants another round starts it again.</summary>
/// <param name="places">Where everything is.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Worth a line.</param>
internal sealed partial class UpdaterHost(UpdaterPlaces places, TimeProvider time, ILogger log)
{
    /// <summary>The longest that a healthy round stands still: the node looks for an object for less, and a slow card flushes a root in less.</summary>
    public static readonly TimeSpan HangBound = TimeSpan.FromMinutes(10);

    /// <summary>Runs.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var channel = Channel.Read(places.Channel);
        using var link = await SupervisorLink.ConnectAsync(places.Supervisor, ChildRole.Updater, time, stop).ConfigureAwait(false);
        if (!await link.WaitForGoAsync(_ => Task.CompletedTask, stop).ConfigureAwait(false))
        {
            return ExitCode.StartAgain;
        }

        var memory = new UpdaterMemory(new StateFolder(places.State), Channel.RootIn(places.Channel), channel.Built);
        var round = new UpdateRound(channel, memory, new NodeCarrier(places.Node), () => SlotDevices.Open(places.Slots), link.AskAsync, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var answering = link.RunAsync(token => round.Stillness < HangBound ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, token), ending.Token);
        var working = Task.Run(() => round.RunAsync(ending.Token), CancellationToken.None);

        // A supervisor that is gone has told nobody that the slot may be written: nothing more is.
        await Task.WhenAny(answering, working).ConfigureAwait(false);
        var isDone = working.IsCompleted;
        if (isDone && working.IsCompletedSuccessfully && working.Result.Phase == UpdatePhase.Failed)
        {
            link.AbandonSlot();
        }

        await ending.CancelAsync().ConfigureAwait(false);
        await ((Task)answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!isDone)
        {
            await ((Task)working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.StartAgain;
        }

        var end = await working.ConfigureAwait(false);
        if (end.Phase == UpdatePhase.Failed)
        {
            LogFailed(end.Fault, end.Detail);
        }
        else
        {
            LogEnd(end.Phase, end.Version);
        }

        return ExitCode.Done;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Phase}: the channel has {Version}")]
    private partial void LogEnd(UpdatePhase phase, string? version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "no update: {Fault}: {Detail}")]
    private partial void LogFailed(string? fault, string? detail);
}
