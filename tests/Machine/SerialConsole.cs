using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Hearth.Tests.Machine;

/// <summary>What the machine prints on its serial line: kept, and written to a file with the seconds since it was switched on.</summary>
internal sealed partial class SerialConsole : IDisposable
{
    private readonly NetworkStream stream;
    private readonly Func<TimeSpan> sincePower;

    public SerialConsole(NetworkStream stream, string logFile, Func<TimeSpan> sincePower)
    {
        this.stream = stream;
        this.sincePower = sincePower;
        LogFile = logFile;
        _ = ReadAsync();
    }

    /// <summary>The lines.</summary>
    public Happenings<ConsoleLine> Lines { get; } = new("the console");

    public string LogFile { get; }

    /// <summary>Waits for a line; one that came already counts.</summary>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public Task<ConsoleLine> WaitForAsync(Regex pattern, TimeSpan within, CancellationToken cancel, int from = 0) =>
        Lines.WaitAsync(line => pattern.IsMatch(line.Text), $"line like '{pattern}' ({LogFile})", within, cancel, from);

    public void Dispose() => stream.Dispose();

    private async Task ReadAsync()
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var log = new StreamWriter(LogFile, append: true) { AutoFlush = true };
        try
        {
            while (await reader.ReadLineAsync() is { } raw)
            {
                var line = new ConsoleLine(sincePower(), ControlSequence().Replace(raw, ""));
                await log.WriteLineAsync($"{line}");
                Lines.Add(line);
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // Said below.
        }

        Lines.End("the machine has ended");
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f]")]
    private static partial Regex ControlSequence();
}
