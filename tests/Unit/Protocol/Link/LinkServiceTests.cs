using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol.Link;

public sealed class LinkServiceTests
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(1);
    private readonly LinkService link = new(new ReassemblyPool(), firstSequence: ulong.MaxValue - 1);

    [Fact]
    public void A_packet_that_fits_is_sent_and_received_as_it_is()
    {
        var data = NewData(1000);
        var frames = Send(LpPacket.Of(data), 1500);

        Assert.Equal(data, Assert.Single(frames));
        Assert.True(link.TryReceive(frames[0], Start, out var packet));
        Assert.Equal(data, packet.Fragment.ToArray());
        Assert.False(packet.HasHeader);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(576)]
    [InlineData(200)]
    public void A_packet_larger_than_the_MTU_arrives_whole_with_its_header_fields(int mtu)
    {
        var data = NewData(7000);
        byte[] announcement = [0x06, 0x02, 0x07, 0x00];
        var frames = Send(
            new LpPacket
            {
                Fragment = data,
                FragCount = 1,
                PitToken = new byte[] { 1, 2, 3 },
                Nack = NackReason.NoRoute,
                IncomingFaceId = 300,
                NextHopFaceId = 7,
                CachePolicy = 1,
                CongestionMark = 2,
                NonDiscovery = true,
                PrefixAnnouncement = announcement,
            },
            mtu);

        Assert.All(frames, frame => Assert.InRange(frame.Length, 1, mtu));
        Assert.Equal(1, link.Counters.Fragmented);
        for (var i = 0; i < frames.Count - 1; i++)
        {
            Assert.False(link.TryReceive(frames[i], Start, out _));
        }

        Assert.True(link.TryReceive(frames[^1], Start, out var packet));
        Assert.Equal(data, packet.Fragment.ToArray());
        Assert.Equal([1, 2, 3], packet.PitToken.ToArray());
        Assert.Equal(NackReason.NoRoute, packet.Nack);
        Assert.Equal(300ul, packet.IncomingFaceId);
        Assert.Equal(7ul, packet.NextHopFaceId);
        Assert.Equal(1ul, packet.CachePolicy);
        Assert.Equal(2ul, packet.CongestionMark);
        Assert.True(packet.NonDiscovery);
        Assert.Equal(announcement, packet.PrefixAnnouncement.ToArray());
        Assert.Null(packet.Sequence);
        Assert.Equal(1ul, packet.FragCount);
        Assert.Null(link.NextDeadline);
    }

    [Fact]
    public void Fragments_may_come_in_any_order_and_twice()
    {
        var data = NewData(3000);
        var frames = Send(LpPacket.Of(data), 700);
        frames.Reverse();
        frames.Insert(1, frames[0]);

        foreach (var frame in frames[..^1])
        {
            Assert.False(link.TryReceive(frame, Start, out _));
        }

        Assert.True(link.TryReceive(frames[^1], Start, out var packet));
        Assert.Equal(data, packet.Fragment.ToArray());
        Assert.Equal(1, link.Counters.Dropped(LinkDrop.DuplicateFragment));
    }

    [Fact]
    public void Fragments_of_NDNts_are_put_together()
    {
        var frames = NdntsVectors.GetAll("fragments");
        Assert.Equal(3, frames.Length);
        Assert.False(link.TryReceive(frames[0], Start, out _));
        Assert.False(link.TryReceive(frames[2], Start, out _));
        Assert.True(link.TryReceive(frames[1], Start, out var packet));
        Assert.Equal(NdntsVectors.Get("fragmented data"), packet.Fragment.ToArray());
        Assert.Equal([0xb0], packet.PitToken.ToArray());
    }

    [Fact]
    public void A_congestion_mark_on_any_fragment_marks_the_packet()
    {
        Assert.False(link.TryReceive(Fragment(10, 0, 2, [1]), Start, out _));
        Assert.True(link.TryReceive(Fragment(11, 1, 2, [2], congestionMark: 3), Start, out var packet));
        Assert.Equal(3ul, packet.CongestionMark);
    }

    [Fact]
    public void Senders_on_one_face_do_not_mix()
    {
        Assert.False(link.TryReceive(Fragment(10, 0, 2, [1]), Start, out _, sender: 1));
        Assert.False(link.TryReceive(Fragment(11, 1, 2, [9]), Start, out _, sender: 2));
        Assert.True(link.TryReceive(Fragment(11, 1, 2, [2]), Start, out var packet, sender: 1));
        Assert.Equal([1, 2], packet.Fragment.ToArray());
    }

    [Fact]
    public void Memory_of_a_packet_is_used_again_after_it_was_read()
    {
        var one = new LinkService(new ReassemblyPool(limit: 1));
        for (ulong i = 0; i < 10; i++)
        {
            Assert.False(one.TryReceive(Fragment(2 * i, 0, 2, [(byte)i]), Start, out _));
            Assert.True(one.TryReceive(Fragment((2 * i) + 1, 1, 2, [42]), Start, out var packet));
            Assert.Equal([(byte)i, 42], packet.Fragment.ToArray());
        }
    }

    [Fact]
    public void An_incomplete_packet_is_given_up_when_its_time_is_over()
    {
        Assert.Null(link.NextDeadline);
        Assert.False(link.TryReceive(Fragment(10, 0, 2, [1]), Start, out _));
        Assert.Equal(Start + LinkService.ReassemblyTimeout, link.NextDeadline);

        link.Expire(Start + LinkService.ReassemblyTimeout - TimeSpan.FromTicks(1));
        Assert.Equal(0, link.Counters.Dropped(LinkDrop.TimedOut));
        link.Expire(Start + LinkService.ReassemblyTimeout);
        Assert.Equal(1, link.Counters.Dropped(LinkDrop.TimedOut));
        Assert.Null(link.NextDeadline);
        Assert.False(link.TryReceive(Fragment(11, 1, 2, [2]), Start + LinkService.ReassemblyTimeout, out _));
    }

    [Fact]
    public void A_flood_of_fragments_evicts_the_oldest_and_stays_bounded()
    {
        const int Flood = 10_000;
        for (ulong i = 0; i < Flood; i++)
        {
            Assert.False(link.TryReceive(Fragment(1000 * i, 0, 2, [1]), Start, out _));
        }

        Assert.Equal(Flood - LinkService.MaxPartialPackets, link.Counters.Dropped(LinkDrop.Evicted));
        Assert.False(link.TryReceive(Fragment(1, 1, 2, [2]), Start, out _));
        Assert.True(link.TryReceive(Fragment((1000 * (Flood - 1)) + 1, 1, 2, [2]), Start, out _));
    }

    [Fact]
    public void Faces_share_a_bounded_pool()
    {
        var pool = new ReassemblyPool(limit: 1);
        var (first, second) = (new LinkService(pool), new LinkService(pool));
        Assert.False(first.TryReceive(Fragment(10, 0, 2, [1]), Start, out _));
        Assert.False(second.TryReceive(Fragment(10, 0, 2, [1]), Start, out _));
        Assert.Equal(1, second.Counters.Dropped(LinkDrop.PoolExhausted));

        first.Close();
        Assert.False(second.TryReceive(Fragment(10, 0, 2, [1]), Start, out _));
        Assert.True(second.TryReceive(Fragment(11, 1, 2, [2]), Start, out _));
    }

    [Fact]
    public void Hostile_fragments_are_counted_by_reason()
    {
        Drops(LinkDrop.IncompleteFragment, new LpPacket { Fragment = [1], FragIndex = 0, FragCount = 2 });
        Drops(LinkDrop.IncompleteFragment, new LpPacket { Sequence = 1, FragIndex = 0, FragCount = 2 });
        Drops(LinkDrop.TooManyFragments, new LpPacket { Fragment = [1], Sequence = 1, FragIndex = 0, FragCount = 401 });
        Drops(LinkDrop.TooManyFragments, new LpPacket { Fragment = [1], Sequence = 1, FragIndex = 0, FragCount = ulong.MaxValue });
        Drops(LinkDrop.Malformed, new LpPacket { Fragment = [1], Sequence = 1, FragIndex = 2, FragCount = 2 });
        Drops(LinkDrop.HeaderTooLarge, new LpPacket { Fragment = [1], Sequence = 50, FragIndex = 0, FragCount = 2, PrefixAnnouncement = new byte[2000] });
        Drops(LinkDrop.PacketTooLarge, LpPacket.Of(new byte[8801]) with { PitToken = [1] });

        Assert.False(link.TryReceive(Fragment(100, 0, 3, [1]), Start, out _));
        Drops(LinkDrop.FragCountChanged, new LpPacket { Fragment = [1], Sequence = 101, FragIndex = 1, FragCount = 2 });
        Drops(LinkDrop.DuplicateFragment, new LpPacket { Fragment = [9], Sequence = 100, FragIndex = 0, FragCount = 3 });
        Drops(LinkDrop.PacketTooLarge, new LpPacket { Fragment = new byte[8800], Sequence = 101, FragIndex = 1, FragCount = 3 });
        Assert.Equal(1, link.Counters.Malformed(ParseError.InvalidValue));

        Assert.False(link.TryReceive([0x64, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], Start, out _));
        Assert.Equal(1, link.Counters.Malformed(ParseError.Truncated));
    }

    [Fact]
    public void An_empty_packet_keeps_the_link_alive_and_is_no_drop()
    {
        Assert.False(link.TryReceive([0x64, 0x00], Start, out _));
        Assert.All(Enum.GetValues<LinkDrop>(), reason => Assert.Equal(0, link.Counters.Dropped(reason)));
    }

    [Fact]
    public void What_does_not_fit_is_not_sent()
    {
        Assert.Empty(Send(LpPacket.Of(new byte[8801]), int.MaxValue));
        Assert.Equal(1, link.Counters.Dropped(LinkDrop.PacketTooLarge));
        Assert.Empty(Send(LpPacket.Of(NewData(1000)), 26));
        Assert.Empty(Send(LpPacket.Of(NewData(8000)), 40));
        Assert.Empty(Send(LpPacket.Of(NewData(1000)) with { PrefixAnnouncement = new byte[600] }, 600));
        Assert.Equal(3, link.Counters.Dropped(LinkDrop.Unfragmentable));
    }

    [Fact]
    public void Neither_way_allocates_for_a_packet_in_one_frame()
    {
        var bare = NewData(1000);
        var buffer = new byte[PacketLimits.MaxPacketSize + FrameWriter.Overhead];
        Assert.True(Passes(bare, buffer));

        var passed = true;
        var allocated = Allocation.OfSteadyRound(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                passed &= Passes(bare, buffer);
            }
        });

        Assert.Equal(0, allocated);
        Assert.True(passed);
    }

    private bool Passes(byte[] data, byte[] buffer)
    {
        var writer = link.Send(LpPacket.Of(data) with { PitToken = [1, 2, 3, 4] }, 1500, Start);
        return writer.TryWriteNext(buffer, out var size)
            && !writer.TryWriteNext(buffer, out _)
            && link.TryReceive(buffer.AsSpan(0, size), Start, out var packet)
            && packet.PitToken.Length == 4;
    }

    private void Drops(LinkDrop reason, in LpPacket packet)
    {
        var buffer = new byte[packet.Fragment.Length + packet.PrefixAnnouncement.Length + LpPacket.MaxHeaderSize];
        var before = link.Counters.Dropped(reason);
        Assert.False(link.TryReceive(buffer.AsSpan(0, packet.WriteTo(buffer)), Start, out _));
        Assert.Equal(before + 1, link.Counters.Dropped(reason));
    }

    private List<byte[]> Send(in LpPacket packet, int mtu)
    {
        var buffer = new byte[packet.Fragment.Length + packet.PrefixAnnouncement.Length + FrameWriter.Overhead];
        var frames = new List<byte[]>();
        var writer = link.Send(packet, mtu, Start);
        while (writer.TryWriteNext(buffer, out var size))
        {
            frames.Add(buffer[..size]);
        }

        return frames;
    }

    private static byte[] Fragment(ulong sequence, ulong index, ulong count, byte[] payload, ulong congestionMark = 0)
    {
        var buffer = new byte[payload.Length + LpPacket.MaxHeaderSize];
        var packet = new LpPacket
        {
            Fragment = payload,
            Sequence = sequence,
            FragIndex = index,
            FragCount = count,
            CongestionMark = congestionMark,
        };
        return buffer[..packet.WriteTo(buffer)];
    }

    private static byte[] NewData(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return new DataBuilder(Name.Parse("/p/alice/file")) { Content = content }.Build(DigestSha256.Signer);
    }
}
