using System.Globalization;
using Hearth.CommandLine;
using Hearth.Protocol.Consumer;

namespace Hearth.Client;

/// <summary>One line on a terminal that tells how far a fetch is; nothing where there is no terminal.</summary>
/// <param name="terminal">Where to draw; null draws nothing.</param>
/// <param name="label">What is fetched.</param>
/// <param name="clock">The time.</param>
internal sealed class ProgressBar(TextWriter? terminal, string label, TimeProvider clock)
{
    private const int BarWidth = 24;

    // Ten a second is smooth and costs nothing.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly long start = clock.GetTimestamp();
    private TimeSpan drawnAt = TimeSpan.MinValue;

    /// <summary>Draws, unless it was just now.</summary>
    public void Show(Fetch fetch)
    {
        var elapsed = clock.GetElapsedTime(start);
        if (terminal is null || (drawnAt != TimeSpan.MinValue && elapsed < drawnAt + Interval))
        {
            return;
        }

        drawnAt = elapsed;
        terminal.Write($"\r{Line(fetch, elapsed)}\u001b[K");
        terminal.Flush();
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (drawnAt != TimeSpan.MinValue)
        {
            terminal!.Write("\r\u001b[K");
            terminal.Flush();
        }
    }

    /// <summary>The line as it is drawn.</summary>
    internal string Line(Fetch fetch, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? fetch.ContentBytes / elapsed.TotalSeconds : 0;
        var speed = $"{Quantity.Bytes((ulong)fetch.ContentBytes)}  {Quantity.Bytes((ulong)rate)}/s";
        if (fetch.FinalSegment is not { } last)
        {
            return $"{label}  {speed}";
        }

        var share = (double)fetch.Segments / (last + 1);
        var done = (int)(share * BarWidth);
        var left = share > 0 ? elapsed * ((1 - share) / share) : TimeSpan.Zero;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{label}  {share * 100,3:0} %  [{new string('#', done)}{new string(' ', BarWidth - done)}]  {speed}  {(int)left.TotalMinutes}:{left.Seconds:00} left");
    }
}
