using System.Buffers.Binary;
using Hearth.Forwarding;

namespace Hearth.Tests;

/// <summary>
/// Five nodes, their links, producers and consumers, all drawn from one seed; the same seed makes the same world. Time
/// jumps from event to event. Every fourth world is calm: its links lose nothing and its routes are right, so that
/// every Interest has one right end.
/// </summary>
public sealed class World
{
    private const int NodeCount = 5;

    // A storm that does not end is a violation by itself.
    private const int MaxEvents = 200_000;

    private static readonly TimeSpan Activity = TimeSpan.FromSeconds(12);

    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> events = new();
    private readonly WorldNode[] nodes = new WorldNode[NodeCount];
    private readonly WorldLinks links;
    private long order;
    private ulong fingerprint = 14695981039346656037;

    private World(ulong seed)
    {
        Random = new Random((int)seed);
        IsCalm = seed % 4 == 0;
        for (var i = 0; i < NodeCount; i++)
        {
            nodes[i] = new WorldNode(this, i, DrawOptions(), new ForwarderSeed(Draw64(), Draw64(), Draw64()));
        }

        links = new WorldLinks(this, nodes);
        var content = new WorldContent(this, nodes, links);
        content.Schedule(Activity);
    }

    internal Random Random { get; }

    internal bool IsCalm { get; }

    internal Oracle Oracle { get; } = new();

    internal TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(100);

    /// <summary>Lives through the world of a seed.</summary>
    public static WorldReport Run(ulong seed) => new World(seed).Run();

    /// <summary>The first rule that is broken in the world of a seed; null when none is.</summary>
    public static string? FirstViolation(ulong seed) => Run(seed).Violations is [var first, ..] ? first : null;

    internal void At(TimeSpan time, Action action) => events.Enqueue(action, (time, order++));

    internal void After(double milliseconds, Action action) => At(Now + TimeSpan.FromMilliseconds(milliseconds), action);

    internal bool Chance(double probability) => Random.NextDouble() < probability;

    internal TimeSpan DrawMilliseconds(int from, int to) => TimeSpan.FromMilliseconds(Random.Next(from, to + 1));

    internal void Observe(int node, FaceId face, ReadOnlySpan<byte> packet)
    {
        // FNV-1a.
        foreach (var value in (ReadOnlySpan<long>)[Now.Ticks, node, face.Value, packet.Length])
        {
            fingerprint = (fingerprint ^ (ulong)value) * 1099511628211;
        }

        foreach (var value in packet)
        {
            fingerprint = (fingerprint ^ value) * 1099511628211;
        }
    }

    private WorldReport Run()
    {
        for (var count = 0; Step(); count++)
        {
            if (count == MaxEvents)
            {
                Oracle.Violate(Now, "the world does not come to rest");
                break;
            }
        }

        Oracle.CheckEnd(Now);
        foreach (var node in nodes)
        {
            var pit = node.Forwarder.Pit;
            if (pit.Count != 0 || pit.UsedBytes != 0)
            {
                Oracle.Violate(Now, $"node {node.Index}'s PIT holds {pit.Count} entries, {pit.UsedBytes} bytes, at the end");
            }
        }

        return new WorldReport(
            Oracle.Violations,
            Oracle.Count(Oracle.Outcome.Answered),
            Oracle.Count(Oracle.Outcome.Nacked),
            Oracle.Count(Oracle.Outcome.TimedOut),
            nodes.Sum(node => node.Forwarder.ContentStore.Hits),
            nodes.Sum(node => node.Forwarder.Counters.LoopedInterests),
            fingerprint);
    }

    // Goes to the next event or deadline, whichever is first; false when there is neither.
    private bool Step()
    {
        var deadline = nodes.Min(node => node.Forwarder.NextDeadline);
        var hasEvent = events.TryPeek(out _, out var next);
        if (deadline is { } due && (!hasEvent || due <= next.At))
        {
            Now = due > Now ? due : Now;
            foreach (var node in nodes)
            {
                node.Expire();
            }

            return true;
        }

        if (!hasEvent)
        {
            return false;
        }

        Now = next.At;
        events.Dequeue()();
        return true;
    }

    private ForwarderOptions DrawOptions() => new()
    {
        ContentStoreBytes = Random.GetItems([0, 20_000, 100_000, 1_000_000], 1)[0],
        PitBytes = 1 << 20,
        DeadNonces = 8192,
    };

    private ulong Draw64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Random.NextBytes(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
