using System.Diagnostics;
using Hearth.CommandLine;
using Hearth.Linux;
using Microsoft.Extensions.Logging;

namespace Hearth.Supervision;

/// <summary>One verb of this binary, run as a process that is started again whenever it ends, as a device's init does.</summary>
/// <param name="arguments">The verb and its options.</param>
/// <param name="spawner">Starts it.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where its ends are said.</param>
internal sealed partial class RespawnedProcess(IReadOnlyList<string> arguments, ProcessSpawner spawner, TimeProvider time, ILogger log)
{
    /// <summary>What it has to exit in peace when all of it is stopped.</summary>
    private static readonly TimeSpan ExitBound = Supervisor.ExitBound;

    /// <summary>Between two starts at least, as with BusyBox: the supervisor delays the go, but not the process.</summary>
    private static readonly TimeSpan LeastLife = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A foreseen failure this soon in the first life is the owner's to mend (a port in use), and somebody is looking:
    /// its line is on the terminal.
    /// </summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(10);

    /// <summary>Keeps it running until stopped.</summary>
    /// <returns>False when its first start failed for a reason that it has said.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        for (var life = 1; !stop.IsCancellationRequested; life++)
        {
            var began = time.GetTimestamp();
            var exitCode = await LiveAsync(stop).ConfigureAwait(false);
            if (stop.IsCancellationRequested)
            {
                break;
            }

            var lived = time.GetElapsedTime(began);
            if (life == 1 && exitCode is ExitCode.Failed or ExitCode.WrongUsage && lived < FirstLook)
            {
                return false;
            }

            LogEnd(log, arguments[0], exitCode);
            if (lived < LeastLife)
            {
                await Task.Delay(LeastLife - lived, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return true;
    }

    private async Task<int> LiveAsync(CancellationToken stop)
    {
        using var process = await spawner.StartAsync(StartInfo()).ConfigureAwait(false);
        using var handle = ProcessHandle.OfProcess(process.Id);
        LogStart(log, arguments[0], process.Id);
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            handle.Terminate();
            using CancellationTokenSource bound = new(ExitBound, time);
            await process.WaitForExitAsync(bound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (handle.Kill())
            {
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        return process.ExitCode;
    }

    private ProcessStartInfo StartInfo()
    {
        // Under `dotnet hearth.dll` the process is dotnet's, and its first argument the program.
        var program = Environment.ProcessPath!;
        string[] host = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        return new ProcessStartInfo(program, [.. host, .. arguments]) { UseShellExecute = false };
    }

    [LoggerMessage(LogLevel.Debug, "started {Verb} as process {ProcessId}.")]
    private static partial void LogStart(ILogger log, string verb, int processId);

    [LoggerMessage(LogLevel.Warning, "{Verb} ended with code {ExitCode}; starting it again.")]
    private static partial void LogEnd(ILogger log, string verb, int exitCode);
}
