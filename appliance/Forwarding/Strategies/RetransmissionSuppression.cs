namespace Hearth.Forwarding.Strategies;

/// <summary>
/// Lets retransmissions pass at growing intervals, so that many impatient consumers are no burden upstream (NFD's
/// <c>RetxSuppressionExponential</c>).
/// </summary>
/// <param name="InitialMilliseconds">The first interval.</param>
/// <param name="MaxMilliseconds">The longest.</param>
/// <param name="Multiplier">By how much an interval is longer than the one before.</param>
public readonly record struct RetransmissionSuppression(int InitialMilliseconds, int MaxMilliseconds, double Multiplier)
{
    /// <summary>NFD's figures.</summary>
    public static RetransmissionSuppression Default { get; } = new(InitialMilliseconds: 10, MaxMilliseconds: 250, Multiplier: 2);

    /// <summary>Whether a retransmission comes too soon after the last transmission; lengthens the interval if not.</summary>
    internal bool HoldsBack(TimeSpan lastSent, ref int intervalMilliseconds, TimeSpan now)
    {
        var interval = Math.Max(intervalMilliseconds, InitialMilliseconds);
        if (now - lastSent < TimeSpan.FromMilliseconds(interval))
        {
            return true;
        }

        intervalMilliseconds = (int)Math.Min(interval * Multiplier, MaxMilliseconds);
        return false;
    }
}
