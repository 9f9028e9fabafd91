namespace Hearth.Protocol.Consumer;

/// <summary>How many Interests may be pending: slow start, then CUBIC (RFC 9438), in packets.</summary>
internal sealed class CongestionWindow(int most)
{
    // RFC 6928: ten packets.
    private const double Initial = 10;
    private const double Least = 2;

    // RFC 9438, sections 4.6 and 5.
    private const double Decrease = 0.7;
    private const double Scale = 0.4;
    private const double RenoIncrease = 3 * (1 - Decrease) / (1 + Decrease);

    // HyStart (RFC 9406): leave slow start when round trips have become this much longer, and not before so many packets.
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(4);
    private const double LeastToLeave = 16;

    private double threshold = double.PositiveInfinity;
    private double highest;
    private double renoSize;
    private TimeSpan? epoch;
    private TimeSpan reducedAt = TimeSpan.MinValue;

    // What was before the last reduction, and how many losses it was made for.
    private (double Size, double Threshold, double Highest, TimeSpan? Epoch) before;
    private int losses;

    /// <summary>The window, at least 2.</summary>
    public double Size { get; private set; } = Initial;

    /// <summary>An answer came: the window grows.</summary>
    public void Grow(TimeSpan now, TimeSpan roundTrip, RttEstimator rtt)
    {
        if (Size >= threshold)
        {
            GrowByCubic(now, rtt.Smoothed);
        }
        else if (Size >= LeastToLeave && roundTrip > rtt.Shortest + Max(LeastDelay, rtt.Shortest / 8))
        {
            threshold = Size;
        }
        else
        {
            Size++;
        }

        Size = Math.Min(Size, most);
    }

    /// <summary>A loss or a congestion mark: the window shrinks, once for all packets that were pending then.</summary>
    /// <param name="sentAt">When the Interest was sent that was lost or marked.</param>
    /// <param name="now">The time.</param>
    public void Reduce(TimeSpan sentAt, TimeSpan now)
    {
        if (sentAt <= reducedAt)
        {
            losses++;
            return;
        }

        losses = 1;
        before = (Size, threshold, highest, epoch);
        reducedAt = now;
        // Fast convergence: leave room for others when the window did not reach what it was.
        highest = Size < highest ? Size * (1 + Decrease) / 2 : Size;
        Size = threshold = Math.Max(Least, Size * Decrease);
        epoch = null;
    }

    /// <summary>One that counted as lost was late: once that is so of all, the window is what it was (RFC 4015).</summary>
    public void Restore()
    {
        if (losses > 0 && --losses == 0)
        {
            Size = Math.Max(Size, before.Size);
            (threshold, highest, epoch) = (before.Threshold, before.Highest, before.Epoch);
        }
    }

    /// <summary>Nothing comes any more: start over.</summary>
    public void Collapse(TimeSpan now)
    {
        losses = 0;
        threshold = Math.Max(Least, Size * Decrease);
        highest = Size;
        Size = Least;
        epoch = null;
        reducedAt = now;
    }

    private void GrowByCubic(TimeSpan now, TimeSpan roundTrip)
    {
        if (epoch is null)
        {
            epoch = now;
            renoSize = Size;
            highest = Math.Max(highest, Size);
        }

        renoSize += RenoIncrease / Size;
        var turn = Math.Cbrt((highest - threshold) / Scale);
        var ahead = (now - epoch.Value + roundTrip).TotalSeconds - turn;
        var target = Math.Clamp((Scale * ahead * ahead * ahead) + highest, Size, 1.5 * Size);
        Size = Math.Max(renoSize, Size + ((target - Size) / Size));
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
