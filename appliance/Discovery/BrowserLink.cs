using Hearth.Discovery.Dns;

namespace Hearth.Discovery;

/// <summary>One interface of the browser: when it asks for the type again, and the questions about single records that wait.</summary>
internal sealed class BrowserLink(TimeSpan first)
{
    /// <summary>Most questions about single records in a message; those on top are asked later.</summary>
    public const int MaxQuestions = 16;

    // RFC 6762 section 5.2.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    private readonly List<DnsQuestion> waiting = [];
    private TimeSpan interval = MulticastDns.OneSecond;
    private TimeSpan next = first;
    private TimeSpan mayAskAt;

    public TimeSpan NextDeadline => waiting.Count > 0 && mayAskAt < next ? mayAskAt : next;

    /// <summary>Whether the type is to be asked for now; the next time is twice as far.</summary>
    public bool IsTypeDue(TimeSpan now)
    {
        if (now < next)
        {
            return false;
        }

        next = now + interval;
        interval = interval * 2 < LongestInterval ? interval * 2 : LongestInterval;
        return true;
    }

    public void Want(DnsQuestion question)
    {
        if (waiting.Count < MaxQuestions && !waiting.Contains(question))
        {
            waiting.Add(question);
        }
    }

    /// <summary>Takes the questions that wait, at most once a second, whatever others on the link make it want.</summary>
    public IReadOnlyList<DnsQuestion> TakeWaiting(TimeSpan now)
    {
        if (waiting.Count == 0 || now < mayAskAt)
        {
            return [];
        }

        mayAskAt = now + MulticastDns.OneSecond;
        List<DnsQuestion> taken = [.. waiting];
        waiting.Clear();
        return taken;
    }
}
