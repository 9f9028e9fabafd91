using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hearth.Tests.Machine;

/// <summary>A process that the tests started. It ends with them, also when they are killed.</summary>
internal sealed class OwnedProcess : IAsyncDisposable
{
    private static readonly BlockingCollection<Action> Starts = StartThread();

    private readonly Process process;
    private bool isDisposed;

    private OwnedProcess(Process process, string name)
    {
        this.process = process;
        Lines = new Happenings<string>(name);
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    /// <summary>What it printed, both streams, line by line.</summary>
    public Happenings<string> Lines { get; }

    /// <summary>Called with each line before it can be waited for.</summary>
    public event Action<string>? LineCame;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public string Output => string.Join('\n', Lines.Snapshot());

    /// <summary>Starts a process.</summary>
    /// <param name="command">File and arguments.</param>
    /// <param name="environment">What it finds in its environment beside ours.</param>
    public static OwnedProcess Start(IReadOnlyList<string> command, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var owned = new OwnedProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, Path.GetFileName(command[0]));
        RunOnStartThread(() => owned.process.Start());
        owned.process.BeginOutputReadLine();
        owned.process.BeginErrorReadLine();
        _ = owned.EndLinesAsync();
        return owned;
    }

    /// <summary>Runs a process to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It did not end with 0.</exception>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, CancellationToken cancel)
    {
        await using var run = Start(command);
        var code = await run.WaitForExitAsync(cancel);
        return code == 0 ? run.Output : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {code}: {run.Output}");
    }

    public async Task<int> WaitForExitAsync(CancellationToken cancel)
    {
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }

    /// <summary>Ends it at once, as a cut of the power would.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        await KillAsync();
        process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            LineCame?.Invoke(line);
            Lines.Add(line);
        }
    }

    private async Task EndLinesAsync()
    {
        await process.WaitForExitAsync(CancellationToken.None);
        Lines.End($"ended with {process.ExitCode}");
    }

    private static void RunOnStartThread(Action start)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                start();
                done.SetResult();
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        done.Task.GetAwaiter().GetResult();
    }

    /// <summary>The kernel sends the death signal when the <em>thread</em> that forked ends, and a pool's threads come and go.</summary>
    private static BlockingCollection<Action> StartThread()
    {
        var starts = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "process starts" }.Start();
        return starts;
    }
}
