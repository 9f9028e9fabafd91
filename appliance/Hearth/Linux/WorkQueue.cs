using System.Diagnostics.CodeAnalysis;

namespace Hearth.Linux;

/// <summary>
/// A bounded queue to a thread that waits for work. It waits asleep and never spins: where the processor is translated, a
/// signal costs more than the runtime expects, and a thread that is found spinning by a collection keeps it waiting for minutes.
/// </summary>
/// <param name="capacity">Most items that wait; more are refused.</param>
internal sealed class WorkQueue<T>(int capacity)
{
    private readonly Queue<T> items = new(capacity);
    private bool isClosed;

    /// <summary>Items that wait.</summary>
    public int Count
    {
        get
        {
            lock (items)
            {
                return items.Count;
            }
        }
    }

    /// <summary>Adds an item; false when the queue is full or closed.</summary>
    public bool TryAdd(T item)
    {
        lock (items)
        {
            if (isClosed || items.Count == capacity)
            {
                return false;
            }

            items.Enqueue(item);
            Monitor.Pulse(items);
            return true;
        }
    }

    /// <summary>The next item, waiting for it; false once the queue is closed and empty.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        lock (items)
        {
            while (items.Count == 0 && !isClosed)
            {
                Monitor.Wait(items);
            }

            return items.TryDequeue(out item);
        }
    }

    /// <summary>Takes no more items, and ends every wait.</summary>
    public void Close()
    {
        lock (items)
        {
            isClosed = true;
            Monitor.PulseAll(items);
        }
    }
}
