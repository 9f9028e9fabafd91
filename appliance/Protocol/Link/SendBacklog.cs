namespace Hearth.Protocol.Link;

/// <summary>
/// What waits at a transport because the system takes no more at the moment, and for how long. The transport reports;
/// the faces that send through it are marked by what it says.
/// </summary>
public sealed class SendBacklog
{
    // Moments at which bytes were queued, from which the age of the first is read: 5 ms apart, as short as the delay
    // that is looked for (RFC 8289, "TARGET"), and enough for 0.6 s. Older than that, a queue is merely very old.
    private const int MostMarks = 128;
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(5);

    private (long Queued, TimeSpan At)[] marks = [];
    private int first;
    private int count;

    /// <summary>Bytes that wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>How long the first of them has waited.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>Reports the queue as it is now.</summary>
    /// <param name="queued">Bytes that were ever queued.</param>
    /// <param name="waiting">How many of them, the last ones, still wait.</param>
    /// <param name="now">The time.</param>
    public void Report(long queued, long waiting, TimeSpan now)
    {
        Bytes = waiting;
        if (waiting == 0)
        {
            Delay = TimeSpan.Zero;
            count = 0;
            return;
        }

        Note(queued, now);
        while (count > 1 && marks[first].Queued <= queued - waiting)
        {
            first = (first + 1) % MostMarks;
            count--;
        }

        Delay = now - marks[first].At;
    }

    private void Note(long queued, TimeSpan now)
    {
        if (marks.Length == 0)
        {
            marks = new (long, TimeSpan)[MostMarks];
        }

        // A mark stands for what was queued from its moment until the next one's.
        ref var last = ref marks[(first + count - 1 + MostMarks) % MostMarks];
        if (count == 0 || (now - last.At >= Spacing && count < MostMarks))
        {
            marks[(first + count) % MostMarks] = (queued, now);
            count++;
        }
        else
        {
            last.Queued = queued;
        }
    }
}
