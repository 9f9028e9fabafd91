using System.Diagnostics;

namespace Hearth.Tests.Machine.Light;

/// <summary>
/// Watches the light from outside the machine, at the wire of its GPIO controller. Times are the host's: without instruction
/// counting QEMU's virtual clock follows the host's monotonic clock, so that a second of the light is a second here, and late
/// is what the emulation of a busy processor makes it.
/// </summary>
internal sealed class LightWatcher : IDisposable
{
    /// <summary>Edges that are looked at; the longest two groups have sixteen.</summary>
    private const int Memory = 40;

    /// <summary>Timers go by a coarser clock than timestamps and may come a little early.</summary>
    private static readonly TimeSpan Coarseness = TimeSpan.FromMilliseconds(50);

    /// <summary>A process that is only just starting may leave the light on for seconds; what begins as steady stays so for longer.</summary>
    private static readonly TimeSpan FirstSteady = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly int line;
    private readonly Func<long, TimeSpan> sincePower;
    private readonly Timer steady;
    private readonly List<LightEdge> edges = [];

    /// <param name="line">The controller's output line.</param>
    /// <param name="sincePower">From a timestamp to the time since the machine was switched on.</param>
    public LightWatcher(int line, Func<long, TimeSpan> sincePower)
    {
        this.line = line;
        this.sincePower = sincePower;
        steady = new Timer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Every rhythm that it showed, in order; null where the machine was reset.</summary>
    public Happenings<SeenRhythm?> Seen { get; } = new("the light");

    /// <summary>Edges so far, since the last reset.</summary>
    public int EdgeCount
    {
        get
        {
            lock (gate)
            {
                return edges.Count;
            }
        }
    }

    /// <summary>Takes an edge of any line of the controller.</summary>
    public void Observe(WireEdge edge)
    {
        if (edge.Line != line)
        {
            return;
        }

        lock (gate)
        {
            edges.Add(new LightEdge(sincePower(edge.Timestamp), edge.High));
            steady.Change(edge.High ? RhythmReader.Steady + Coarseness : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Look();
    }

    /// <summary>The machine was reset; what came before is of another life.</summary>
    public void Forget()
    {
        lock (gate)
        {
            edges.Clear();
            steady.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Seen.Add(null);
        }
    }

    /// <summary>Waits until the light shows a rhythm; returns at once where it does already.</summary>
    /// <exception cref="TimeoutException">It never did.</exception>
    public async Task<SeenRhythm> ShowsAsync(Rhythm rhythm, TimeSpan within, CancellationToken cancel)
    {
        var seen = await Seen.WaitAsync(
            seen => seen?.Rhythm == rhythm, $"{rhythm}", within, cancel, from: Math.Max(0, Seen.Count - 1));
        return seen!.Value;
    }

    /// <summary>Waits for a reset of the machine and then for a rhythm.</summary>
    /// <param name="rhythm">What it shall show.</param>
    /// <param name="before">The count of <see cref="Seen"/> before the reset was asked for.</param>
    /// <param name="within">For both together.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<SeenRhythm> ShowsAfterResetAsync(Rhythm rhythm, int before, TimeSpan within, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        await Seen.WaitAsync(seen => seen is null, "reset", within, cancel, before);
        return await ShowsAsync(rhythm, within - Stopwatch.GetElapsedTime(started), cancel);
    }

    public void Dispose() => steady.Dispose();

    private void Look()
    {
        lock (gate)
        {
            var recent = edges.Count > Memory ? edges[^Memory..] : edges;
            var seen = RhythmReader.Read(recent, sincePower(Stopwatch.GetTimestamp()));
            var last = Seen.Count > 0 ? Seen.Snapshot()[^1] : null;
            if (seen is not { } shown || shown.Rhythm == last?.Rhythm)
            {
                return;
            }

            var lit = sincePower(Stopwatch.GetTimestamp()) - shown.Since;
            if (shown.Rhythm == Rhythm.Serving && last is null && lit < FirstSteady)
            {
                steady.Change(FirstSteady - lit + Coarseness, Timeout.InfiniteTimeSpan);
                return;
            }

            Seen.Add(shown);
        }
    }
}
