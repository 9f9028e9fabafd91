using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Xunit;

namespace Hearth.Tests.Forwarding;

/// <summary>
/// An hour of a node's life in a few seconds: popular and unpopular content, answers that are late, lost or refused,
/// halves of packets, visitors who leave in the middle, routes that come and go.
/// </summary>
[Collection(RunsAlone.Name)]
public sealed class SoakTests : IFaceTransmitter
{
    private const int Names = 20_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly ForwarderOptions Options = new() { ContentStoreBytes = 4 << 20, PitBytes = 1 << 20, DeadNonces = 8192 };

    private readonly Random random = new(1);
    private readonly PriorityQueue<(FaceId Face, byte[] Frame), TimeSpan> underway = new();
    private readonly Queue<(FaceId Face, TimeSpan Leaves)> visitors = new();
    private readonly Forwarder forwarder;
    private readonly FaceId[] consumers;
    private readonly FaceId producer;
    private TimeSpan now = TimeSpan.FromSeconds(1);
    private uint nonce;

    public SoakTests()
    {
        forwarder = new Forwarder(Options, this, new ForwarderSeed(1, 2, 3));
        consumers = [.. Enumerable.Range(0, 8).Select(_ => AddFace())];
        producer = AddFace();
        forwarder.Fib.AddNextHop(Name.Parse("/a"), producer, 0);
    }

    [Fact]
    public void After_an_hour_of_trouble_nothing_has_grown_and_everything_comes_back()
    {
        Live(Hour / 6);
        var early = GC.GetTotalMemory(forceFullCollection: true);
        var faces = forwarder.Faces.Count - visitors.Count;
        Live(Hour - (Hour / 6));
        var late = GC.GetTotalMemory(forceFullCollection: true);

        Assert.True(forwarder.Counters.SatisfiedInterests > 50_000);
        Assert.True(forwarder.Counters.UnsatisfiedInterests > 1_000);
        Assert.True(forwarder.ContentStore.Evictions > 10_000);
        Assert.InRange(late, 0, early + (256 * 1024));

        Rest();
        Assert.Equal(faces, forwarder.Faces.Count);
        Assert.Equal((0, 0L), (forwarder.Pit.Count, forwarder.Pit.UsedBytes));
        Assert.Equal((1, 0), (forwarder.Fib.Count, forwarder.Rib.RouteCount));
        Assert.All(forwarder.Faces.All, face => Assert.Equal(0, face.PitCharge));
        Assert.Null(forwarder.NextDeadline);
        Assert.InRange(forwarder.ContentStore.UsedBytes, 1, Options.ContentStoreBytes);
        Assert.InRange(forwarder.DeadNonces.Count, 0, Options.DeadNonces);
    }

    void IFaceTransmitter.Transmit(FaceId face, ReadOnlySpan<byte> packet)
    {
        // One in fifty is lost on the way there, as many on the way back.
        if (face != producer || random.Next(50) == 0)
        {
            return;
        }

        var isRead = LpPacket.TryRead(packet, out var link, out _) & Interest.TryRead(link.Fragment, out var interest, out _);
        Assert.True(isRead);
        if (random.Next(50) != 0)
        {
            underway.Enqueue((producer, Answer(interest)), now + TimeSpan.FromMilliseconds(random.Next(5, 300)));
        }
    }

    private void Live(TimeSpan time)
    {
        var end = now + time;
        for (var step = 0; now < end; now += Tick, step++)
        {
            Deliver();
            Ask(consumers[random.Next(consumers.Length)]);
            if (step % 10 == 0)
            {
                Visit();
            }

            if (step % 100 == 0)
            {
                forwarder.Rib.Register(
                    Name.Parse($"/visitor/{random.Next(50)}"),
                    new Route(producer, RouteOrigin.Client, 1, RouteInheritance.ChildInherit) { ExpiresAt = now + TimeSpan.FromSeconds(random.Next(1, 30)) });
            }
        }
    }

    // Longer than anything lives.
    private void Rest()
    {
        while (visitors.TryDequeue(out var visitor))
        {
            forwarder.RemoveFace(visitor.Face, now);
        }

        underway.Clear();
        now += TimeSpan.FromMinutes(1);
        forwarder.Expire(now);
    }

    private void Deliver()
    {
        if (forwarder.NextDeadline <= now)
        {
            forwarder.Expire(now);
        }

        while (underway.TryPeek(out _, out var at) && at <= now)
        {
            var (face, frame) = underway.Dequeue();
            forwarder.Receive(face, frame, now);
        }

        while (visitors.TryPeek(out var visitor) && visitor.Leaves <= now)
        {
            forwarder.RemoveFace(visitors.Dequeue().Face, now);
        }
    }

    // Whoever comes asks, begins a packet that it does not end, and is gone soon.
    private void Visit()
    {
        var face = AddFace();
        Ask(face);
        var half = new LpPacket { Fragment = new byte[100], Sequence = 7, FragIndex = 0, FragCount = 2 };
        Span<byte> frame = stackalloc byte[300];
        forwarder.Receive(face, frame[..half.WriteTo(frame)], now);
        visitors.Enqueue((face, now + TimeSpan.FromSeconds(2)));
    }

    private void Ask(FaceId face)
    {
        var item = (int)(Names * Math.Pow(random.NextDouble(), 3));
        var name = random.Next(20) == 0 ? $"/nowhere/{item}" : $"/a/{item}";
        forwarder.Receive(face, Node.Build(name, ++nonce), now);
    }

    private byte[] Answer(in Interest interest)
    {
        if (random.Next(30) > 0)
        {
            return Node.BuildData(interest.Name.ToString(), size: random.Next(2000));
        }

        var frame = new byte[interest.Wire.Length + LpPacket.MaxHeaderSize];
        var nack = new LpPacket { Fragment = interest.Wire, FragCount = 1, Nack = NackReason.NoRoute };
        return frame[..nack.WriteTo(frame)];
    }

    private FaceId AddFace() => forwarder.AddFace(new FaceInfo("dummy://", "dummy://"), now);
}
