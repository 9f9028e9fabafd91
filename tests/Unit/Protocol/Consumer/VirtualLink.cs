using System.Buffers;
using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Protocol.Link;
using Xunit;

namespace Hearth.Tests.Protocol.Consumer;

/// <summary>A link that a seed decides, between a fetch and a producer: loss, delay, reordering, duplicates, a queue.</summary>
internal sealed class VirtualLink(int seed)
{
    private readonly Random random = new(seed);
    private readonly PriorityQueue<Action, (TimeSpan, long)> events = new();
    private readonly byte[] interest = new byte[PacketLimits.MaxPacketSize];
    private long order;
    private TimeSpan lineFreeAt;
    private int queued;

    /// <summary>Answers an Interest; null for silence.</summary>
    public required Func<byte[], byte[]?> Producer { get; init; }

    /// <summary>Nacks an Interest; null for none.</summary>
    public Func<byte[], NackReason?> Refuses { get; init; } = _ => null;

    public double Loss { get; init; }

    public double Duplicates { get; init; }

    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(10);

    public TimeSpan Jitter { get; init; }

    /// <summary>Bits a second towards the fetch; 0 for no limit.</summary>
    public double Rate { get; init; }

    /// <summary>Packets that wait for the line at most.</summary>
    public int Queue { get; init; } = 100;

    /// <summary>Queue length from which Data are marked.</summary>
    public int MarkAbove { get; init; } = int.MaxValue;

    public TimeSpan Now { get; private set; }

    public double WidestWindow { get; private set; }

    public int Interests { get; private set; }

    public int Dropped { get; private set; }

    public ArrayBufferWriter<byte> Output { get; } = new();

    public Fetch Run(string name, IDataTrust trust, FetchOptions? options = null, TimeSpan? limit = null)
    {
        var fetch = new Fetch(Name.Parse(name), Output, trust, (options ?? new FetchOptions()) with { Seed = (ulong)seed }, Now);
        var end = limit ?? TimeSpan.FromMinutes(10);
        while (true)
        {
            Assert.True(Now < end, $"still {fetch.State} at {Now}");
            while (fetch.TryTakeInterest(interest, Now, out var size))
            {
                Interests++;
                WidestWindow = Math.Max(WidestWindow, fetch.Window);
                var sent = interest.AsSpan(0, size).ToArray();
                Travel(Delay / 2, () => Produce(fetch, sent));
            }

            if (fetch.NextDeadline is not { } deadline)
            {
                return fetch;
            }

            if (events.TryPeek(out _, out var first) && first.Item1 <= deadline)
            {
                var next = events.Dequeue();
                Now = first.Item1;
                next();
            }
            else
            {
                Now = deadline > Now ? deadline : Now;
            }

            fetch.Expire(Now);
        }
    }

    private void Produce(Fetch fetch, byte[] sent)
    {
        if (Refuses(sent) is { } reason)
        {
            Travel(Delay / 2, () => fetch.ReceiveNack(sent, reason, Now));
            return;
        }

        if (Producer(sent) is not { } packet)
        {
            return;
        }

        if (Rate == 0)
        {
            Travel(Delay / 2, () => fetch.ReceiveData(packet, 0, Now));
            return;
        }

        if (queued >= Queue)
        {
            Dropped++;
            return;
        }

        var mark = queued >= MarkAbove ? 1ul : 0;
        queued++;
        lineFreeAt = (lineFreeAt > Now ? lineFreeAt : Now) + TimeSpan.FromSeconds(packet.Length * 8 / Rate);
        At(lineFreeAt, () =>
        {
            queued--;
            Travel(Delay / 2, () => fetch.ReceiveData(packet, mark, Now));
        });
    }

    private void Travel(TimeSpan delay, Action arrive)
    {
        for (var copies = random.NextDouble() < Duplicates ? 2 : 1; copies > 0; copies--)
        {
            if (random.NextDouble() >= Loss)
            {
                At(Now + delay + (Jitter * random.NextDouble()), arrive);
            }
        }
    }

    private void At(TimeSpan time, Action action) => events.Enqueue(action, (time, order++));
}
