namespace Hearth.Protocol;

/// <summary>The wire's milliseconds, which may be any 64-bit number.</summary>
internal static class Milliseconds
{
    private const ulong Max = long.MaxValue / TimeSpan.TicksPerMillisecond;

    public static TimeSpan ToTimeSpan(ulong milliseconds) =>
        new((long)Math.Min(milliseconds, Max) * TimeSpan.TicksPerMillisecond);

    public static ulong FromTimeSpan(TimeSpan time) => (ulong)Math.Max(0, time.Ticks / TimeSpan.TicksPerMillisecond);
}
