using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol.Link;

/// <summary>Two ends of a link that loses frames; the seed says which. Time jumps from frame to frame.</summary>
[Collection(RunsAlone.Name)]
public sealed class ReliabilityTests
{
    private const int Mtu = 1420;

    private readonly PriorityQueue<(End To, byte[] Frame), (TimeSpan At, int Order)> way = new();
    private readonly End left = new();
    private readonly End right = new();
    private readonly Random random = new(7);
    private TimeSpan now = TimeSpan.FromSeconds(50);
    private int order;
    private double loss;

    [Theory]
    [InlineData(0.01, 1.00)]
    [InlineData(0.10, 0.99)]
    public void Packets_in_fragments_arrive_over_a_link_that_loses_frames(double lost, double arriving)
    {
        loss = lost;
        left.Link.IsReliable = right.Link.IsReliable = true;
        for (var i = 0; i < 500; i++)
        {
            Send(left, Packet(i, 8000));
            Run(until: now + TimeSpan.FromMilliseconds(5));
        }

        Run(until: now + TimeSpan.FromSeconds(20));
        Assert.InRange(right.Received.Count, (int)(500 * arriving), 500);
        Assert.Equal(right.Received.Count, right.Received.Distinct().Count());
        Assert.Null(left.Link.NextDeadline);
        Assert.Null(right.Link.NextDeadline);
        Assert.InRange(left.Link.Counters.Retransmitted, (long)(500 * 6 * lost / 2), (long)(500 * 6 * lost * 3.5) + 10);
    }

    [Fact]
    public void Without_reliability_the_same_link_loses_one_packet_in_twenty()
    {
        loss = 0.01;
        for (var i = 0; i < 500; i++)
        {
            Send(left, Packet(i, 8000));
            Run(until: now + TimeSpan.FromMilliseconds(5));
        }

        Run(until: now + TimeSpan.FromSeconds(5));
        Assert.InRange(right.Received.Count, 450, 490);
    }

    [Fact]
    public void A_lost_frame_is_sent_again_once_three_later_ones_were_acknowledged()
    {
        left.Link.IsReliable = true;
        Send(left, Packet(0, 100));
        way.Clear();
        for (var i = 1; i <= 3; i++)
        {
            Send(left, Packet(i, 100));
        }

        // 10 ms there, 5 ms for Acks that nothing carries, 10 ms back, 10 ms there again.
        Run(until: now + TimeSpan.FromMilliseconds(36));
        Assert.Equal([1, 2, 3, 0], right.Received);
        Assert.Equal(1, left.Link.Counters.Retransmitted);
    }

    [Fact]
    public void The_last_frame_is_sent_again_when_its_time_is_up_and_three_times_at_most()
    {
        left.Link.IsReliable = true;
        loss = 1;
        Send(left, Packet(0, 100));
        Run(until: now + TimeSpan.FromSeconds(60));
        Assert.Equal(3, left.Link.Counters.Retransmitted);
        Assert.Equal(1, left.Link.Counters.Dropped(LinkDrop.GivenUp));
        Assert.Null(left.Link.NextDeadline);
    }

    [Fact]
    public void A_frame_whose_Ack_was_lost_is_delivered_once()
    {
        left.Link.IsReliable = true;
        Send(left, Packet(0, 100));
        Run(until: now + TimeSpan.FromMilliseconds(12));
        loss = 1;
        Run(until: now + TimeSpan.FromMilliseconds(50));
        loss = 0;
        Run(until: now + TimeSpan.FromSeconds(10));
        Assert.Equal([0], right.Received);
        Assert.Equal(1, right.Link.Counters.Dropped(LinkDrop.DuplicateFrame));
    }

    [Fact]
    public void Acks_ride_on_packets_that_go_back_anyway()
    {
        left.Link.IsReliable = right.Link.IsReliable = true;
        Send(left, Packet(0, 100));
        Run(until: now + TimeSpan.FromMilliseconds(10));
        var frames = Send(right, Packet(1, 100));
        Assert.True(LpPacket.TryRead(Assert.Single(frames), out var frame, out _));
        Assert.Equal(12, frame.Acks.Length);
        Assert.NotNull(frame.TxSequence);
        Run(until: now + TimeSpan.FromMilliseconds(10));
        Assert.DoesNotContain(left.Link.Counters.Retransmitted, new long[] { 1, 2, 3 });
    }

    [Fact]
    public void Every_frame_fits_the_MTU_with_numbers_and_Acks()
    {
        left.Link.IsReliable = right.Link.IsReliable = true;
        for (var i = 0; i < 20; i++)
        {
            Send(right, Packet(i, 10));
        }

        Run(until: now + TimeSpan.FromMilliseconds(11));
        for (var size = 1; size < 3000; size++)
        {
            Assert.All(Send(left, Packet(size, size)), frame => Assert.InRange(frame.Length, 1, Mtu));
        }
    }

    [Fact]
    public void What_waits_for_Acks_is_bounded_for_one_link_and_for_all()
    {
        var pool = new RetransmissionPool(limit: 100);
        LinkService[] links = [new(new ReassemblyPool(), 0, pool) { IsReliable = true }, new(new ReassemblyPool(), 0, pool) { IsReliable = true }];
        var buffer = new byte[PacketLimits.MaxPacketSize + FrameWriter.Overhead];
        for (var i = 0; i < 2000; i++)
        {
            foreach (var link in links)
            {
                var writer = link.Send(LpPacket.Of(Packet(i, 100)), Mtu, now);
                while (writer.TryWriteNext(buffer, out _))
                {
                }
            }
        }

        Assert.Equal(100, pool.Used);
        Assert.True(links[0].Counters.Dropped(LinkDrop.NotKept) + links[1].Counters.Dropped(LinkDrop.NotKept) > 0);
        Array.ForEach(links, link => link.Close());
        Assert.Equal(0, pool.Used);
    }

    [Fact]
    public void A_reliable_link_allocates_nothing_for_a_packet()
    {
        left.Link.IsReliable = right.Link.IsReliable = true;
        var packet = Packet(0, 1000);
        var buffer = new byte[PacketLimits.MaxPacketSize + FrameWriter.Overhead];
        Exchange(2000);
        Assert.Equal(0, Allocation.OfSteadyRound(() => Exchange(2000)));

        void Exchange(int count)
        {
            for (var i = 0; i < count; i++)
            {
                now += TimeSpan.FromMilliseconds(1);
                Pass(left.Link, right.Link);
                Pass(right.Link, left.Link);
            }
        }

        void Pass(LinkService from, LinkService to)
        {
            var writer = from.Send(LpPacket.Of(packet), Mtu, now);
            while (writer.TryWriteNext(buffer, out var size))
            {
                to.TryReceive(buffer.AsSpan(0, size), now, out _);
            }
        }
    }

    private static byte[] Packet(int number, int size) =>
        new DataBuilder(Name.Parse("/n").AppendSegment((ulong)number)) { Content = new byte[size] }.Build(DigestSha256.Signer);

    private List<byte[]> Send(End from, byte[] packet)
    {
        var buffer = new byte[PacketLimits.MaxPacketSize + FrameWriter.Overhead];
        var frames = new List<byte[]>();
        var writer = from.Link.Send(LpPacket.Of(packet), Mtu, now);
        while (writer.TryWriteNext(buffer, out var size))
        {
            frames.Add(buffer[..size]);
            Travel(from, buffer[..size]);
        }

        return frames;
    }

    private void Travel(End from, byte[] frame)
    {
        if (random.NextDouble() >= loss)
        {
            way.Enqueue((from == left ? right : left, frame), (now + TimeSpan.FromMilliseconds(10), order++));
        }
    }

    private void Run(TimeSpan until)
    {
        while (true)
        {
            var next = way.TryPeek(out _, out var first) ? first.At : TimeSpan.MaxValue;
            next = Min(next, Min(left.Link.NextDeadline ?? TimeSpan.MaxValue, right.Link.NextDeadline ?? TimeSpan.MaxValue));
            if (next > until)
            {
                now = until;
                return;
            }

            now = next > now ? next : now;
            while (way.TryPeek(out _, out first) && first.At <= now)
            {
                var (to, frame) = way.Dequeue();
                to.Receive(frame, now);
            }

            SendDue(left);
            SendDue(right);
        }
    }

    private void SendDue(End end)
    {
        var buffer = new byte[RetransmissionPool.FrameSize];
        end.Link.Expire(now);
        while (end.Link.TryWriteDue(buffer, now, out var size))
        {
            Travel(end, buffer[..size]);
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private sealed class End
    {
        public LinkService Link { get; } = new(new ReassemblyPool(), ulong.MaxValue - 100, new RetransmissionPool());

        public List<int> Received { get; } = [];

        public void Receive(byte[] frame, TimeSpan now)
        {
            if (Link.TryReceive(frame, now, out var packet) && Data.TryRead(packet.Fragment, out var data, out _))
            {
                data.Name.Last.TryGetNumber(Hearth.Protocol.Tlv.TlvType.SegmentNameComponent, out var number);
                Received.Add((int)number);
            }
        }
    }
}
