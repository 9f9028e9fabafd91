namespace Hearth.Protocol.Consumer;

/// <summary>
/// The Interests that are pending, by slot, in the order in which they were sent: when each counts as lost, and how
/// many there may be.
/// </summary>
internal sealed class RequestTable
{
    private const int None = -1;

    // As in TCP: that many later ones answered means lost, not late.
    private const int ReorderingThreshold = 3;

    // Shorter differences are the scheduler's.
    private static readonly TimeSpan LeastLossDelay = TimeSpan.FromMilliseconds(10);

    private readonly Request[] requests;
    private readonly Queue<int> lost;
    private readonly RttEstimator rtt = new();
    private readonly CongestionWindow window;
    private int oldest = None;
    private int newest = None;
    private long sendOrder;
    private long answeredOrder;

    public RequestTable(int capacity, int mostPending)
    {
        requests = new Request[capacity];
        lost = new Queue<int>(capacity);
        window = new CongestionWindow(mostPending);
    }

    /// <summary>Interests without answer.</summary>
    public int Pending { get; private set; }

    /// <summary>Interests that were sent again.</summary>
    public long Retransmitted { get; private set; }

    /// <summary>The window, in packets.</summary>
    public double Window => window.Size;

    /// <summary>Smoothed round-trip time.</summary>
    public TimeSpan RoundTrip => rtt.Smoothed;

    /// <summary>Whether one more may be pending.</summary>
    public bool HasRoom => Pending < (int)window.Size;

    /// <summary>When <see cref="Expire"/> has something to do; null while nothing is pending.</summary>
    public TimeSpan? NextDeadline => oldest == None ? null : LostAt(oldest);

    /// <summary>Whether the slot's Interest is pending or waits to be sent again.</summary>
    public bool IsOpen(int slot) => requests[slot].Status != Status.Closed;

    /// <summary>Notes that the slot's Interest was sent.</summary>
    public void Sent(int slot, TimeSpan now)
    {
        ref var request = ref requests[slot];
        if (request.Status == Status.Closed)
        {
            request.Attempts = 0;
            request.WasOvertaken = false;
        }
        else
        {
            Retransmitted++;
        }

        request.Status = Status.Pending;
        request.Attempts++;
        request.SentAt = now;
        request.Order = ++sendOrder;
        Link(slot, ref request);
    }

    /// <summary>Notes that the slot's Interest was answered.</summary>
    public void Answered(int slot, bool marked, TimeSpan now)
    {
        ref var request = ref requests[slot];
        var roundTrip = now - request.SentAt;
        var sentAt = request.SentAt;
        if (request.Attempts == 1 && request.Status == Status.Pending)
        {
            rtt.AddSample(roundTrip);
        }
        else if (request.WasOvertaken && (request.Status == Status.Lost || roundTrip < rtt.Shortest * 3 / 4))
        {
            // Sooner than the second Interest can have been answered: the first was late, not lost.
            rtt.WasTooShort();
            window.Restore();
        }

        answeredOrder = Math.Max(answeredOrder, request.Order);
        Close(slot);
        if (marked)
        {
            window.Reduce(sentAt, now);
        }
        else
        {
            window.Grow(now, roundTrip, rtt);
        }
    }

    /// <summary>Notes that the network refused the slot's Interest for congestion; it is sent again when its time is up.</summary>
    public void Congested(int slot, TimeSpan now) => window.Reduce(requests[slot].SentAt, now);

    /// <summary>Asks for the slot's Interest to be sent again: its answer was of no use.</summary>
    public void SendAgain(int slot)
    {
        requests[slot].Status = Status.Lost;
        lost.Enqueue(slot);
    }

    /// <summary>Forgets the slot's Interest.</summary>
    public void Close(int slot)
    {
        if (requests[slot].Status == Status.Pending)
        {
            Unlink(slot);
        }

        // A slot in the queue of lost ones is passed over when its turn comes.
        requests[slot].Status = Status.Closed;
    }

    /// <summary>Takes a slot whose Interest is to be sent again.</summary>
    public bool TryTakeLost(out int slot)
    {
        while (lost.TryDequeue(out slot))
        {
            if (requests[slot].Status == Status.Lost)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds out what is lost by now.</summary>
    public void Expire(TimeSpan now)
    {
        while (oldest != None && LostAt(oldest) <= now)
        {
            var slot = oldest;
            var sentAt = requests[slot].SentAt;
            if (IsOvertaken(slot))
            {
                window.Reduce(sentAt, now);
                requests[slot].WasOvertaken = true;
                SetLost(slot);
                continue;
            }

            // Silence: all that is pending is lost.
            window.Collapse(now);
            rtt.BackOff();
            while (oldest != None)
            {
                SetLost(oldest);
            }
        }
    }

    private TimeSpan LostAt(int slot) =>
        requests[slot].SentAt + (IsOvertaken(slot) ? Max(rtt.Expected, LeastLossDelay) : rtt.Timeout);

    private bool IsOvertaken(int slot) => requests[slot].Order + ReorderingThreshold <= answeredOrder;

    private void SetLost(int slot)
    {
        Unlink(slot);
        requests[slot].Status = Status.Lost;
        lost.Enqueue(slot);
    }

    private void Link(int slot, ref Request request)
    {
        request.Previous = newest;
        request.Next = None;
        if (newest == None)
        {
            oldest = slot;
        }
        else
        {
            requests[newest].Next = slot;
        }

        newest = slot;
        Pending++;
    }

    private void Unlink(int slot)
    {
        var (previous, next) = (requests[slot].Previous, requests[slot].Next);
        if (previous == None)
        {
            oldest = next;
        }
        else
        {
            requests[previous].Next = next;
        }

        if (next == None)
        {
            newest = previous;
        }
        else
        {
            requests[next].Previous = previous;
        }

        Pending--;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private enum Status : byte
    {
        Closed,
        Pending,
        Lost,
    }

    private struct Request
    {
        public Status Status;
        public bool WasOvertaken;
        public int Attempts;
        public int Previous;
        public int Next;
        public long Order;
        public TimeSpan SentAt;
    }
}
