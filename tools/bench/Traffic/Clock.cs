namespace Hearth.Bench.Traffic;

/// <summary>Clocks of the kernel, in nanoseconds.</summary>
internal static unsafe class Clock
{
    private const int Monotonic = 1;

    /// <summary>Time since an arbitrary moment.</summary>
    public static long Now => Read(Monotonic);

    /// <summary>
    /// Processor time that all threads of a process have used, to the nanosecond: the process's own clock
    /// (<c>clock_getcpuclockid</c>; the number is ~id shifted by three, and 2 for the scheduler's count).
    /// </summary>
    /// <exception cref="BenchException">The process has ended.</exception>
    public static long ProcessorTime(int process) => Read((~process << 3) | 2);

    private static long Read(int clock)
    {
        LibC.TimeSpec time;
        return LibC.ReadClock(clock, &time) == 0
            ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
            : throw new BenchException("the process that is measured has ended.");
    }
}
