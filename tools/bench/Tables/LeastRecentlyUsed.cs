namespace Hearth.Bench.Tables;

/// <summary>The cache that ours is compared with: it keeps what was asked for last.</summary>
internal sealed class LeastRecentlyUsed(int capacity)
{
    private readonly LinkedList<ulong> order = new();
    private readonly Dictionary<ulong, LinkedListNode<ulong>> known = [];

    /// <summary>Asks for a number and keeps it; whether it was there.</summary>
    public bool Ask(ulong number)
    {
        if (known.TryGetValue(number, out var node))
        {
            order.Remove(node);
            order.AddLast(node);
            return true;
        }

        if (known.Count >= capacity)
        {
            known.Remove(order.First!.Value);
            order.RemoveFirst();
        }

        known.Add(number, order.AddLast(number));
        return false;
    }
}
