using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Hearth.Tests.Interop;

/// <summary>A process that a test started: its output is kept, and it is ended with everything it started when the test is over.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string name;
    private readonly Lock gate = new();
    private readonly StringBuilder output = new();
    private readonly List<(Regex Pattern, TaskCompletionSource<Match> Found)> awaited = [];

    private ChildProcess(ProcessStartInfo start)
    {
        name = Path.GetFileName(start.FileName);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    /// <summary>Everything it printed so far, both streams.</summary>
    public string Output
    {
        get
        {
            lock (gate)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    public static ChildProcess Start(
        string file, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Interop,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(start);
        child.process.Start();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for a line; fails with everything printed when the process ends without it.</summary>
    public async Task<Match> WaitForLineAsync(string pattern, CancellationToken cancel)
    {
        var found = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            var regex = new Regex(pattern, RegexOptions.Multiline);
            if (regex.Match(output.ToString()) is { Success: true } match)
            {
                return match;
            }

            awaited.Add((regex, found));
        }

        var ended = process.WaitForExitAsync(cancel);
        return await Task.WhenAny(found.Task, ended) == found.Task
            ? await found.Task
            : throw new InvalidOperationException($"{name} ended without a line like '{pattern}':\n{Output}");
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancel)
    {
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task TerminateAsync(CancellationToken cancel)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync(cancel);
        await process.WaitForExitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            output.AppendLine(line);
            foreach (var (pattern, found) in awaited)
            {
                if (pattern.Match(line) is { Success: true } match)
                {
                    found.TrySetResult(match);
                }
            }
        }
    }
}
