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
        return true;
    }
}
