namespace Hearth.Cache;

/// <summary>
/// Bytes that may be written, spread over the day. In any 24 hours no more than the day's bytes are granted; after a
/// start there is an hour's share, so that starting again and again wins nothing.
/// </summary>
internal sealed class WriteAllowance(long bytesPerDay)
{
    // A share at once, and the other twenty-three over the day.
    private const int Shares = 24;
    private readonly double perTick = (double)bytesPerDay * (Shares - 1) / Shares / TimeSpan.TicksPerDay;
    private double available = (double)bytesPerDay / Shares;
    private TimeSpan refilled;
    private TimeSpan dayBegan;
    private long granted;

    /// <summary>Most bytes in a day.</summary>
    public long BytesPerDay => bytesPerDay;

    /// <summary>Bytes granted in the day at hand, of the days since the start.</summary>
    public long GrantedToday(TimeSpan now)
    {
        if (now - dayBegan >= TimeSpan.FromDays(1))
        {
            dayBegan += TimeSpan.FromDays((now - dayBegan).Days);
            granted = 0;
        }

        return granted;
    }

    /// <summary>Takes so many bytes of the allowance; false, and nothing taken, when they are not there.</summary>
    public bool TryTake(int bytes, TimeSpan now)
    {
        available = Math.Min((double)bytesPerDay / Shares, available + ((now - refilled).Ticks * perTick));
        refilled = now;
        if (available < bytes)
        {
            return false;
        }

        available -= bytes;
        granted = GrantedToday(now) + bytes;
        return true;
    }
}
