namespace Hearth.Tests.Machine;

/// <summary>What happened, in order, and a way to wait for what has not happened yet.</summary>
internal sealed class Happenings<T>(string what)
{
    private readonly Lock gate = new();
    private readonly List<T> all = [];
    private TaskCompletionSource more = NewSignal();
    private string? end;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return all.Count;
            }
        }
    }

    public IReadOnlyList<T> Snapshot()
    {
        lock (gate)
        {
            return [.. all];
        }
    }

    public void Add(T item)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            all.Add(item);
            (signal, more) = (more, NewSignal());
        }

        signal.TrySetResult();
    }

    /// <summary>Nothing more will happen: whoever waits fails with the reason.</summary>
    public void End(string reason)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            end ??= reason;
            signal = more;
        }

        signal.TrySetResult();
    }

    /// <summary>The first that fits, of those from an index on.</summary>
    /// <exception cref="TimeoutException">It did not happen in time.</exception>
    /// <exception cref="InvalidOperationException">It cannot happen any more.</exception>
    public async Task<T> WaitAsync(Func<T, bool> wanted, string named, TimeSpan within, CancellationToken cancel, int from = 0)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(within);
        for (var seen = from; ;)
        {
            Task next;
            lock (gate)
            {
                for (; seen < all.Count; seen++)
                {
                    if (wanted(all[seen]))
                    {
                        return all[seen];
                    }
                }

                if (end is not null)
                {
                    throw new InvalidOperationException($"{what}: {end}, before {named}.");
                }

                next = more.Task;
            }

            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new TimeoutException($"{what}: no {named} within {within.TotalSeconds:0} s. The last: {string.Join(" | ", Snapshot().TakeLast(8))}");
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
