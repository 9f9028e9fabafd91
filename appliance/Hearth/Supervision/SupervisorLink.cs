using System.Net.Sockets;
using Hearth.CommandLine;

namespace Hearth.Supervision;

/// <summary>A child's link to the supervisor: it waits for its go, answers pings, hears of presses, reports its health.</summary>
/// <remarks>
/// A link that breaks is not mended: the process exits with <see cref="ExitCode.StartAgain"/>, and init starts it
/// again. So there is one way to start, and the state of both ends always fits.
/// </remarks>
internal sealed class SupervisorLink : IDisposable
{
    /// <summary>Init starts the siblings together; the supervisor's socket may take this long to appear on a busy board.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks for the socket.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>The supervisor reads whenever it turns; one that does not for this long is lost.</summary>
    private static readonly TimeSpan SendBound = TimeSpan.FromSeconds(5);

    private readonly Socket socket;
    private readonly NetworkStream stream;
    private readonly LineReader lines;
    private readonly TimeProvider time;
    private readonly Lock sending = new();
    private volatile SupervisorView view = SupervisorView.AtFirst;

    private SupervisorLink(Socket socket, TimeProvider time)
    {
        this.socket = socket;
        this.time = time;
        socket.SendTimeout = (int)SendBound.TotalMilliseconds;
        stream = new NetworkStream(socket, ownsSocket: true);
        lines = new LineReader(stream);
    }

    private readonly Lock asking = new();
    private TaskCompletionSource<SupervisorView>? windowAsked;
    private TaskCompletionSource<string?>? changeAsked;

    /// <summary>Raised on the reading task when <see cref="View"/> changed.</summary>
    public event Action? Changed;

    /// <summary>What the supervisor said last.</summary>
    public SupervisorView View => view;

    /// <summary>Whether the board is simulated; known after the go.</summary>
    public bool SimulatedBoard { get; private set; }

    /// <summary>Connects and says hello; waits for a supervisor that is still starting.</summary>
    /// <exception cref="VerbFailedException">None answers.</exception>
    public static async Task<SupervisorLink> ConnectAsync(string path, ChildRole role, TimeProvider time, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop).ConfigureAwait(false);
                SupervisorLink link = new(socket, time);
                link.Send(new ChildMessage.Hello(SupervisionProtocol.Version, role));
                return link;
            }
            catch (SocketException) when (time.GetElapsedTime(began) < Patience)
            {
                socket.Dispose();
            }
            catch (SocketException refusal)
            {
                socket.Dispose();
                throw new VerbFailedException($"no supervisor answers at {path} ({refusal.Message}); start `hearth supervise` or `hearth run`.");
            }

            await Task.Delay(Glance, time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the go. Until then the child opens nothing.</summary>
    /// <param name="erase">Erases everything that the owner put here; called when a factory reset is due.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>False when the supervisor went away: exit with <see cref="ExitCode.StartAgain"/>.</returns>
    /// <exception cref="VerbFailedException">The supervisor refused this child.</exception>
    public async Task<bool> WaitForGoAsync(Func<CancellationToken, Task> erase, CancellationToken stop)
    {
        while (await ReadAsync(stop).ConfigureAwait(false) is { } message)
        {
            switch (message)
            {
                case SupervisorMessage.Go go:
                    SimulatedBoard = go.SimulatedBoard;
                    return true;
                case SupervisorMessage.FactoryReset:
                    await erase(stop).ConfigureAwait(false);
                    Send(new ChildMessage.ResetDone());
                    break;
                default:
                    break;
            }
        }

        return false;
    }

    /// <summary>Answers pings and takes in what the supervisor says, until the link ends.</summary>
    /// <param name="turn">
    /// Completes when the child's main loop has turned once: what a ping asks. A loop that hangs answers no ping, and
    /// the supervisor ends it.
    /// </param>
    /// <param name="stop">The child stops.</param>
    public async Task<LinkEnd> RunAsync(Func<CancellationToken, Task> turn, CancellationToken stop)
    {
        try
        {
            while (await ReadAsync(stop).ConfigureAwait(false) is { } message)
            {
                switch (message)
                {
                    case SupervisorMessage.Ping ping:
                        await turn(stop).ConfigureAwait(false);
                        Send(new ChildMessage.Alive(ping.Sequence));
                        break;
                    case SupervisorMessage.Light light:
                        Show(view with { Light = light.State, LightStart = TimestampIn(-light.RunningMilliseconds) });
                        break;
                    case SupervisorMessage.Window window:
                        Show(view with { Window = window.Kind, WindowEnd = TimestampIn(window.LeftMilliseconds) });
                        TakeAsked()?.SetResult(view);
                        break;
                    case SupervisorMessage.Slots slots:
                        Show(view with { Slots = slots });
                        break;
                    case SupervisorMessage.SlotChange change:
                        TakeChange()?.SetResult(change.Refusal);
                        break;
                    case SupervisorMessage.FactoryReset:
                        return LinkEnd.ResetAsked;
                    default:
                        break;
                }
            }

            return LinkEnd.Lost;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return LinkEnd.Stopped;
        }
    }

    /// <summary>Says how the node is; at every change.</summary>
    public void Report(ChildMessage.Health health) => Send(health);

    /// <summary>Asks the supervisor what a press has opened, and waits for its word: it alone decides.</summary>
    public Task<SupervisorView> AskWindowAsync(CancellationToken stop)
    {
        TaskCompletionSource<SupervisorView> answer;
        lock (asking)
        {
            answer = windowAsked ??= new TaskCompletionSource<SupervisorView>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Send(new ChildMessage.AskWindow());
        return answer.Task.WaitAsync(stop);
    }

    /// <summary>
    /// Asks for a change of the slots: <see cref="ChildMessage.PrepareSlot"/>, <see cref="ChildMessage.ArmSlot"/> or
    /// <see cref="ChildMessage.GoBack"/>; one at a time.
    /// </summary>
    /// <returns>Why not, in one line; null once it is on the disk.</returns>
    public Task<string?> AskAsync(ChildMessage change, CancellationToken stop)
    {
        TaskCompletionSource<string?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (asking)
        {
            if (changeAsked is not null)
            {
                throw new InvalidOperationException("A change of the slots was asked for already.");
            }

            changeAsked = answer;
        }

        Send(change);
        return answer.Task.WaitAsync(stop);
    }

    /// <summary>Says that the updater gave up: nothing is to be tried.</summary>
    public void AbandonSlot() => Send(new ChildMessage.AbandonSlot());

    /// <summary>Has the board restarted, into whatever slot is next.</summary>
    public void RestartBoard() => Send(new ChildMessage.Restart());

    /// <summary>Says that a browser used the sign-in window, which closes it.</summary>
    public void ReportSignIn() => Send(new ChildMessage.SignedIn());

    /// <summary>Has the light show which board this is.</summary>
    public void AskToIdentify() => Send(new ChildMessage.Identify());

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private async ValueTask<SupervisorMessage?> ReadAsync(CancellationToken stop)
    {
        try
        {
            if (await lines.ReadAsync(stop).ConfigureAwait(false) is not { } line || !SupervisionProtocol.TryRead(line.Span, out SupervisorMessage? message))
            {
                return null;
            }

            if (message is SupervisorMessage.Refused refused)
            {
                throw new VerbFailedException($"the supervisor refused this process: {refused.Reason}");
            }

            return message;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Send(ChildMessage message)
    {
        try
        {
            lock (sending)
            {
                socket.Send(SupervisionProtocol.Write(message));
            }
        }
        catch (Exception lost) when (lost is SocketException or ObjectDisposedException)
        {
            // The reading side finds the same broken link, and says so to the one who waits there.
        }
    }

    private TaskCompletionSource<string?>? TakeChange()
    {
        lock (asking)
        {
            var answer = changeAsked;
            changeAsked = null;
            return answer;
        }
    }

    private TaskCompletionSource<SupervisorView>? TakeAsked()
    {
        lock (asking)
        {
            var answer = windowAsked;
            windowAsked = null;
            return answer;
        }
    }

    private void Show(SupervisorView next)
    {
        view = next;
        Changed?.Invoke();
    }

    private long TimestampIn(long milliseconds) => time.GetTimestamp() + milliseconds * time.TimestampFrequency / 1000;
}
