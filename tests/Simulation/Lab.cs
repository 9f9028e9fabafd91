using Hearth.Forwarding;

namespace Hearth.Tests;

/// <summary>
/// A few forwarders and the links between them, laid by a test. One seed decides what is lost; time jumps from event to
/// event, so the same test always sees the same.
/// </summary>
internal sealed class Lab(int seed)
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> events = new();
    private readonly List<LabNode> nodes = [];
    private long order;

    public Random Random { get; } = new(seed);

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(100);

    public LabNode AddNode(ForwarderOptions? options = null)
    {
        var node = new LabNode(this, options ?? new ForwarderOptions(), new ForwarderSeed((ulong)nodes.Count + 1, (ulong)seed, 3));
        nodes.Add(node);
        return node;
    }

    public void After(TimeSpan delay, Action action) => events.Enqueue(action, (Now + delay, order++));

    /// <summary>Lets so much time pass.</summary>
    public void Run(TimeSpan duration)
    {
        var end = Now + duration;
        while (Step(end))
        {
        }

        Now = end;
    }

    /// <summary>Lets time pass until something is so, or for so long; false then.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var end = Now + limit;
        while (!condition())
        {
            if (!Step(end))
            {
                return false;
            }
        }

        return true;
    }

    private bool Step(TimeSpan end)
    {
        var deadline = nodes.Min(node => node.Forwarder.NextDeadline) ?? TimeSpan.MaxValue;
        var next = events.TryPeek(out _, out var first) ? first.At : TimeSpan.MaxValue;
        if (deadline > end && next > end)
        {
            return false;
        }

        if (next <= deadline)
        {
            Now = next;
            events.Dequeue()();
            return true;
        }

        Now = deadline > Now ? deadline : Now;
        nodes.ForEach(node => node.Forwarder.Expire(Now));
        return true;
    }
}
