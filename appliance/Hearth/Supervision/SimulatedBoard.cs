using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Hearth.Board;
using Hearth.Board.Lights;
using Hearth.CommandLine;
using Hearth.Linux;
using Microsoft.Extensions.Logging;

namespace Hearth.Supervision;

/// <summary>
/// A board without hardware: its light is a line in the log, its button is pressed through a socket. The levels go the
/// way of a GPIO line's from there on.
/// </summary>
/// <param name="socketPath">Where the button is pressed: <c>press SECONDS</c> on a line, answered by <c>ok</c> after the release; closing the sending side lets go early.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where the light shines.</param>
internal sealed partial class SimulatedBoard(string socketPath, TimeProvider time, ILogger log) : IBoard
{
    /// <summary>The longest press: more than enough for a reset, and an end to a mistake.</summary>
    public static readonly TimeSpan LongestPress = TimeSpan.FromSeconds(60);

    /// <summary>A client that connected presses at once; one that does not would keep others from the button.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<ButtonEdge> edges = new();
    private Action? wake;

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public TimeSpan? WatchdogTimeout => null;

    /// <inheritdoc/>
    public TimeSpan? Look(TimeSpan now) => null;

    /// <inheritdoc/>
    public bool TryReadEdge(TimeSpan now, out ButtonEdge edge) => edges.TryDequeue(out edge);

    /// <inheritdoc/>
    public void FeedWatchdog()
    {
    }

    /// <inheritdoc/>
    public void AllowRestart()
    {
    }

    /// <inheritdoc/>
    public void Set(LightColor? color)
    {
        if (color is { } lit)
        {
            LogLit(log, lit);
        }
        else
        {
            LogDark(log);
        }
    }

    /// <inheritdoc/>
    public async Task WatchAsync(Action wake, CancellationToken stop)
    {
        this.wake = wake;
        using var listener = SocketFile.Listen(socketPath) ?? throw new VerbFailedException($"another simulated board listens at {socketPath}.");
        Level(false);
        while (true)
        {
            // One after the other: a button has one finger on it.
            using var client = await listener.AcceptAsync(stop).ConfigureAwait(false);
            try
            {
                await ServeAsync(client, stop).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is IOException or SocketException)
            {
                LogClientGone(log);
            }
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken stop)
    {
        if (!PeerCredentials.Of(client).IsSameUser)
        {
            return;
        }

        await using NetworkStream stream = new(client);
        if (await ReadPressAsync(stream, stop).ConfigureAwait(false) is not { } press)
        {
            await stream.WriteAsync("refused: write 'press SECONDS', from 0 to 60\n"u8.ToArray(), stop).ConfigureAwait(false);
            return;
        }

        Level(true);
        await HoldAsync(stream, press, stop).ConfigureAwait(false);
        Level(false);

        // Looked at once more when the contact has settled: whoever pressed then finds open what the press opens.
        await Task.Delay(Button.Settling, time, stop).ConfigureAwait(false);
        Level(false);
        await stream.WriteAsync("ok\n"u8.ToArray(), stop).ConfigureAwait(false);
    }

    private void Level(bool pressed)
    {
        edges.Enqueue(new ButtonEdge(pressed, time.GetElapsedTime(0)));
        wake!();
    }

    /// <summary>Until the time is over, or whoever presses lets go: then it has no more to say.</summary>
    private async Task HoldAsync(NetworkStream stream, TimeSpan press, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task letGo = stream.ReadAsync(new byte[1], over.Token).AsTask();
        await Task.WhenAny(Task.Delay(press, time, over.Token), letGo).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await letGo.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }

    private async Task<TimeSpan?> ReadPressAsync(NetworkStream stream, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = time.CreateTimer(_ => patience.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            return await new LineReader(stream).ReadAsync(patience.Token).ConfigureAwait(false) is { } line ? PressIn(line.Span) : null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static TimeSpan? PressIn(ReadOnlySpan<byte> line)
    {
        var command = "press "u8;
        return line.StartsWith(command)
            && double.TryParse(Encoding.UTF8.GetString(line[command.Length..]), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= LongestPress.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    [LoggerMessage(LogLevel.Debug, "the light is {Color}.")]
    private static partial void LogLit(ILogger log, LightColor color);

    [LoggerMessage(LogLevel.Debug, "the light is dark.")]
    private static partial void LogDark(ILogger log);

    [LoggerMessage(LogLevel.Debug, "whoever pressed went away.")]
    private static partial void LogClientGone(ILogger log);
}
