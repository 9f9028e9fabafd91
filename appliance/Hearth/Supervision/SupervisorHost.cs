using System.Net.Sockets;
using System.Threading.Channels;
using Hearth.CommandLine;
using Hearth.Linux;
using Hearth.Updates.Slots;
using Microsoft.Extensions.Logging;

namespace Hearth.Supervision;

/// <summary>The supervisor's shell: one socket, one timer, the board's wires; everything goes one after the other through <see cref="Supervisor"/>.</summary>
/// <param name="socketPath">Where children connect.</param>
/// <param name="access">Who may.</param>
/// <param name="board">The wires.</param>
/// <param name="restart">How a factory reset is asked of init; null where the node erases.</param>
/// <param name="slots">The slots; null on a board that has none.</param>
/// <param name="time">The clock; a board's wires tell the time of the same.</param>
/// <param name="output">Where readiness is said.</param>
/// <param name="log">Everything else worth a line.</param>
internal sealed partial class SupervisorHost(
    string socketPath, LinkAccess access, IBoard board, BoardRestart? restart, BootSlots? slots, TimeProvider time, TextWriter output, ILogger log)
{
    /// <summary>
    /// Inputs that wait for their turn. A source whose input does not fit waits, so that a child that talks without end
    /// slows down itself.
    /// </summary>
    private const int InputCapacity = 64;

    private readonly Channel<Action<TimeSpan>> inputs = Channel.CreateBounded<Action<TimeSpan>>(
        new BoundedChannelOptions(InputCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly Dictionary<LinkId, Peer> peers = [];
    private readonly Supervisor supervisor = new(
        new SupervisorSettings
        {
            SimulatedBoard = board.IsSimulated,
            ErasesByRestart = restart is not null,
            IsErasing = restart is { Request.IsSet: true },
            Slots = slots?.Read(),
        },
        Since(time));

    private bool watchdogArmed;

    /// <summary>Supervises until stopped.</summary>
    /// <exception cref="VerbFailedException">Another supervisor listens already.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var listener = SocketFile.Listen(socketPath, access.Mode, access.Group) ?? throw new VerbFailedException($"another supervisor listens at {socketPath}; end that one first.");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] parts =
        [
            AcceptAsync(listener, ending.Token),
            board.WatchAsync(Wake, ending.Token),
            TurnAsync(ending.Token),
        ];
        try
        {
            // Each runs for ever: the first to end takes the others with it, and init starts all of them again.
            await await Task.WhenAny(parts).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop, most often because the board restarts.
            board.AllowRestart();
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            board.Set(null);
        }
    }

    private async Task TurnAsync(CancellationToken stop)
    {
        await using var timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            while (supervisor.TryTake(out var effect))
            {
                CarryOut(effect);
            }

            timer.Change(Wait(), Timeout.InfiniteTimeSpan);
            var input = await inputs.Reader.ReadAsync(stop).ConfigureAwait(false);
            do
            {
                ReadButton();
                input(Since(time));
            }
            while (inputs.Reader.TryRead(out input!));
            ReadButton();
            supervisor.Expire(Since(time));
        }
    }

    // Where it finds no room, the supervisor is about to turn anyway.
    private void Wake() => inputs.Writer.TryWrite(_ => { });

    private TimeSpan Wait()
    {
        var look = board.Look(Since(time));
        if (!watchdogArmed && board.WatchdogTimeout is { } timeout)
        {
            watchdogArmed = true;
            supervisor.WatchdogArmed(timeout, Since(time));
        }

        var due = supervisor.NextDeadline(Since(time)) is { } deadline && !(look < deadline) ? deadline : look;
        return due is { } next ? TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((next - Since(time)).TotalMilliseconds))) : Timeout.InfiniteTimeSpan;
    }

    private void ReadButton()
    {
        while (board.TryReadEdge(Since(time), out var edge))
        {
            supervisor.ButtonLevel(edge, Since(time));
        }
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        for (var next = 1; ; next++)
        {
            var socket = await listener.AcceptAsync(stop).ConfigureAwait(false);
            Peer peer = new(new LinkId(next), socket);
            if (access.Admits(peer.Credentials, out var only))
            {
                await inputs.Writer.WriteAsync(now => Connect(peer, only, now, stop), stop).ConfigureAwait(false);
            }
            else
            {
                LogStranger(log, peer.Credentials.ProcessId, peer.Credentials.UserId);
                peer.Dispose();
            }
        }
    }

    private void Connect(Peer peer, ChildRole? only, TimeSpan now, CancellationToken stop)
    {
        peers.Add(peer.Link, peer);
        supervisor.Connected(peer.Link, only, now);
        _ = ReadAsync(peer, stop);
    }

    private async Task ReadAsync(Peer peer, CancellationToken stop)
    {
        try
        {
            while (await peer.Lines.ReadAsync(stop).ConfigureAwait(false) is { } line)
            {
                Action<TimeSpan> input = SupervisionProtocol.TryRead(line.Span, out ChildMessage? message)
                    ? now => supervisor.Received(peer.Link, message, now)
                    : now => supervisor.ReceivedMalformed(peer.Link, now);
                await inputs.Writer.WriteAsync(input, stop).ConfigureAwait(false);
            }

            if (peer.Lines.IsTooLong)
            {
                await inputs.Writer.WriteAsync(now => supervisor.ReceivedMalformed(peer.Link, now), stop).ConfigureAwait(false);
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            // Said below, as is every other end.
        }

        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // Nobody awaits this task: whoever reads the inputs fails in its place.
            inputs.Writer.TryComplete(bug);
            return;
        }

        await inputs.Writer.WriteAsync(now => supervisor.Closed(peer.Link, now), stop).ConfigureAwait(false);
    }

    private void CarryOut(SupervisorEffect effect)
    {
        switch (effect)
        {
            case SupervisorEffect.Send send:
                var peer = peers[send.Link];
                if (send.Message is SupervisorMessage.Go)
                {
                    LogGo(log, peer.Credentials.ProcessId);
                }

                peer.SendOrBreak(send.Message);
                break;
            case SupervisorEffect.Refuse refuse:
                LogRefusal(log, peers[refuse.Link].Credentials.ProcessId, refuse.Reason);
                peers[refuse.Link].SendOrBreak(new SupervisorMessage.Refused(Words(refuse.Reason)));
                peers[refuse.Link].Break();
                break;
            case SupervisorEffect.Kill kill:
                if (peers[kill.Link].Process.Kill())
                {
                    LogKill(log, peers[kill.Link].Credentials.ProcessId, Words(kill.Reason));
                }

                break;
            case SupervisorEffect.Forget forget:
                peers.Remove(forget.Link, out var forgotten);
                forgotten!.Dispose();
                break;
            case SupervisorEffect.SetLight set:
                board.Set(set.Color);
                break;
            case SupervisorEffect.FeedWatchdog:
                board.FeedWatchdog();
                break;
            case SupervisorEffect.RestartToErase:
                RestartToErase(restart!);
                break;
            case SupervisorEffect.WriteRecord write:
                WriteRecord(write);
                break;
            case SupervisorEffect.RestartBoard:
                LogRestart(log);
                if (restart is null || !restart.Ask())
                {
                    LogNoRestart(log);
                }

                board.AllowRestart();
                break;
            case SupervisorEffect.Ready ready:
                output.WriteLine(ready.Page is null ? "Hearth is ready." : $"Hearth is ready. Open {ready.Page}");
                output.Flush();
                break;
            default:
                throw new InvalidOperationException($"No such effect: {effect}.");
        }
    }

    private void RestartToErase(BoardRestart restart)
    {
        try
        {
            LogErasing(log);
            if (!restart.AskToErase())
            {
                LogDeafInit(log, restart.Init);
            }

            board.AllowRestart();
        }
        catch (IOException refusal)
        {
            LogUnasked(log, restart.Request.Path, refusal.Message);
            supervisor.RestartRefused(Since(time));
        }
    }

    private void WriteRecord(SupervisorEffect.WriteRecord write)
    {
        var isWritten = true;
        try
        {
            slots!.Store.Write(write.Record);
            LogRecord(log, write.Event, write.Record.First);
        }
        catch (IOException failure)
        {
            isWritten = false;
            LogNoRecord(log, failure.Message);
        }

        supervisor.RecordWritten(write, isWritten, Since(time));
    }

    private static string Words(RefusalReason reason) => reason switch
    {
        RefusalReason.NoHello => "it said no hello.",
        RefusalReason.OtherVersion => $"it speaks another version of the protocol than {SupervisionProtocol.Version}; start both from the same file.",
        RefusalReason.RoleTaken => "another process of its role is connected; end that one first.",
        RefusalReason.OtherRole => "its user may not connect in that role.",
        RefusalReason.Malformed => "it sent a line that is no message.",
        RefusalReason.OutOfTurn => "it sent a message out of turn.",
        RefusalReason.TooManyLinks => "there are too many links already.",
        _ => throw new InvalidOperationException($"No such reason: {reason}."),
    };

    private static string Words(KillReason reason) => reason switch
    {
        KillReason.NoAnswer => "it answered no ping in time",
        KillReason.NoStart => "it was starting and answered no ping in time",
        KillReason.NoExit => $"it did not exit within {Supervisor.ExitBound.TotalSeconds:0} s",
        KillReason.NoErasure => $"it did not finish erasing within {Supervisor.EraseBound.TotalSeconds:0} s",
        _ => throw new InvalidOperationException($"No such reason: {reason}."),
    };

    private static TimeSpan Since(TimeProvider time) => time.GetElapsedTime(0);

    [LoggerMessage(LogLevel.Warning, "the button asked for a factory reset; restarting the board to erase it.")]
    private static partial void LogErasing(ILogger log);

    [LoggerMessage(LogLevel.Error, "process {ProcessId} did not take the request to restart; the next start erases.")]
    private static partial void LogDeafInit(ILogger log, int processId);

    [LoggerMessage(LogLevel.Error, "the request to erase cannot be written to {Path} ({Reason}); the node erases its own files instead.")]
    private static partial void LogUnasked(ILogger log, string path, string reason);

    [LoggerMessage(LogLevel.Information, "boot record: {Event}; slot {First} is first.")]
    private static partial void LogRecord(ILogger log, SlotEvent @event, Slot first);

    [LoggerMessage(LogLevel.Error, "the boot record cannot be written: {Reason}")]
    private static partial void LogNoRecord(ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning, "restarting the board.")]
    private static partial void LogRestart(ILogger log);

    [LoggerMessage(LogLevel.Error, "init did not take the request to restart; the watchdog will.")]
    private static partial void LogNoRestart(ILogger log);

    [LoggerMessage(LogLevel.Debug, "process {ProcessId} may start.")]
    private static partial void LogGo(ILogger log, int processId);

    [LoggerMessage(LogLevel.Warning, "ended process {ProcessId}: {Reason}.")]
    private static partial void LogKill(ILogger log, int processId, string reason);

    [LoggerMessage(LogLevel.Warning, "refused process {ProcessId}: {Reason}.")]
    private static partial void LogRefusal(ILogger log, int processId, RefusalReason reason);

    [LoggerMessage(LogLevel.Warning, "refused process {ProcessId} of another user ({UserId}).")]
    private static partial void LogStranger(ILogger log, int processId, uint userId);
}
