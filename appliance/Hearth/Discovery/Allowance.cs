namespace Hearth.Discovery;

/// <summary>How many messages of a link are read: so many a second, and a burst. What comes on top is not, and counted.</summary>
/// <param name="perSecond">Messages a second.</param>
/// <param name="burst">Messages at once, after a silence.</param>
internal sealed class Allowance(int perSecond, int burst)
{
    private double left = burst;
    private TimeSpan countedAt;

    /// <summary>Messages that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Whether one more message may be read.</summary>
    public bool TryTake(TimeSpan now)
    {
        left = Math.Min(burst, left + ((now - countedAt).TotalSeconds * perSecond));
        countedAt = now;
        if (left < 1)
        {
            Refused++;
            return false;
        }

        left--;
        return true;
    }
}
