using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Xunit;

namespace Hearth.Tests;

/// <summary>The real binary, run as a process: <c>HEARTH_BINARY</c> where it is set, else as built beside the tests.</summary>
internal sealed class HearthProcess : IAsyncDisposable
{
    /// <summary>Longer than everything that is waited for, on a machine that does much else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly List<string> transcript = [];
    private readonly Process process;
    private int open = 2;

    private HearthProcess(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HEARTH_LOG"] = "debug";
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static string Binary => Environment.GetEnvironmentVariable("HEARTH_BINARY") ?? Path.Join(AppContext.BaseDirectory, "hearth");

    public int Id => process.Id;

    /// <summary>Starts a verb on a state folder, on ports that nobody else has.</summary>
    public static HearthProcess Start(string state, params string[] arguments) =>
        new(Binary, [.. arguments, "--state", state, "--socket", $"{state}/nfd.sock", "--port", "0", "--ws-port", "0", "--web", "127.0.0.1:0", "--bind", "127.0.0.1"]);

    /// <summary>Starts a node that is nothing but its link to the supervisor (<c>tests/fakes/LinkedNode</c>).</summary>
    public static HearthProcess StartLinkedNode(string state) =>
        new("dotnet", [Path.Join(AppContext.BaseDirectory, "Hearth.Tests.LinkedNode.dll"), $"{state}/run/supervisor.sock"]);

    /// <summary>Starts the release tool.</summary>
    public static HearthProcess StartRelease(params string[] arguments) => new(Path.Join(AppContext.BaseDirectory, "release"), arguments);

    /// <summary>Everything that it has said so far.</summary>
    public string Transcript
    {
        get
        {
            lock (transcript)
            {
                return string.Join('\n', transcript);
            }
        }
    }

    /// <summary>Writes a line to its stdin.</summary>
    public void Say(string line) => process.StandardInput.WriteLine(line);

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string state, params string[] arguments)
    {
        await using var hearth = Start(state, arguments);
        var exitCode = await hearth.EndAsync();
        return (exitCode, hearth.Transcript);
    }

    /// <summary>Waits for a line among those that were not looked at yet.</summary>
    public async Task<Match> LineAsync(string pattern)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                var line = await lines.Reader.ReadAsync(patience.Token);
                if (Regex.Match(line, pattern) is { Success: true } match)
                {
                    return match;
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"No line like '{pattern}'. There were:\n{Transcript}", ended);
        }
    }

    /// <summary>Waits for a line that names a process.</summary>
    public async Task<int> ProcessInLineAsync(string pattern) => int.Parse((await LineAsync(pattern)).Groups[1].ValueSpan);

    /// <summary>Waits for the end.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>Sends a signal to a process by its id.</summary>
    public static void Signal(int processId, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends it at once, and with it what it started.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref open) == 0)
            {
                lines.Writer.Complete();
            }

            return;
        }

        lock (transcript)
        {
            transcript.Add(line);
        }

        lines.Writer.TryWrite(line);
    }
}
