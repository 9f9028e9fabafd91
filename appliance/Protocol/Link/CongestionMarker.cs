namespace Hearth.Protocol.Link;

/// <summary>
/// Says which packets of a face are marked for congestion: CoDel's law (RFC 8289) over the time that the face's queue
/// makes packets wait. A queue that drains within an interval is good and goes unmarked.
/// </summary>
/// <param name="backlog">The queue that the face's packets wait in.</param>
public sealed class CongestionMarker(SendBacklog backlog)
{
    /// <summary>The delay that a queue may have for longer than an interval (RFC 8289, "TARGET").</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(5);

    /// <summary>A round trip of usual length (RFC 8289, "INTERVAL"), as NFD's <c>baseCongestionMarkingInterval</c>.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    private TimeSpan? aboveSince;
    private TimeSpan nextMark;
    private int marks;

    /// <summary>How long the queue may be above <see cref="Target"/>, and the time between the first two marks.</summary>
    public TimeSpan Interval { get; set; } = DefaultInterval;

    /// <summary>A queue of fewer bytes is never marked for: one packet of the largest kind.</summary>
    public long Threshold { get; set; } = PacketLimits.MaxPacketSize;

    /// <summary>Packets marked.</summary>
    public long Marked { get; private set; }

    /// <summary>Whether the packet that is sent now is marked.</summary>
    public bool ShouldMark(TimeSpan now)
    {
        if (backlog.Delay < Target || backlog.Bytes < Threshold)
        {
            // Congestion that comes back soon is met where it was left.
            marks = aboveSince is not null && now - nextMark < Interval ? marks / 2 : marks;
            aboveSince = null;
            return false;
        }

        if (aboveSince is null)
        {
            aboveSince = now;
            marks = now - nextMark < 8 * Interval ? marks : 0;
            nextMark = now + Interval;
            return false;
        }

        if (now < nextMark)
        {
            return false;
        }

        marks++;
        Marked++;
        nextMark = now + (Interval / Math.Sqrt(marks));
        return true;
    }
}
