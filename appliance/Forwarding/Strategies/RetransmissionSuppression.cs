namespace Hearth.Forwarding.Strategies;

/// <summary>
/// Lets retransmissions pass at growing intervals, so that many impatient consumers are no burden upstream. The
/// figures are those of NFD's <c>RetxSuppressionExponential</c>.
/// </summary>
internal static class RetransmissionSuppression
{
    private const int InitialMilliseconds = 10;
    private const int Multiplier = 2;
    private const int MaxMilliseconds = 250;

    /// <summary>Whether a retransmission comes too soon after the last transmission; lengthens the interval if not.</summary>
    public static bool HoldsBack(TimeSpan lastSent, ref int intervalMilliseconds, TimeSpan now)
    {
        var interval = Math.Max(intervalMilliseconds, InitialMilliseconds);
        if (now - lastSent < TimeSpan.FromMilliseconds(interval))
        {
            return true;
        }

        intervalMilliseconds = Math.Min(interval * Multiplier, MaxMilliseconds);
        return false;
    }
}
