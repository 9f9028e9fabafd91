namespace Hearth.Protocol;

/// <summary>The wire's milliseconds, which may be any 64-bit number.</summary>
internal static class Milliseconds
{
    // 9,000 years: longer than anything lasts, and short enough to be added to any time without overflow.
    private const ulong Max = 1UL << 48;

    public static TimeSpan ToTimeSpan(ulong milliseconds) =>
        new((long)Math.Min(milliseconds, Max) * TimeSpan.TicksPerMillisecond);

    public static ulong FromTimeSpan(TimeSpan time) => (ulong)Math.Max(0, time.Ticks / TimeSpan.TicksPerMillisecond);
}
