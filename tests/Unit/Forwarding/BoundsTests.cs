using System.Buffers.Binary;
using Hearth.Forwarding;
using Hearth.Protocol;
using Xunit;

namespace Hearth.Tests.Forwarding;

/// <summary>What the tables may take, and that handling a packet takes nothing from the heap.</summary>
[Collection(RunsAlone.Name)]
public sealed class BoundsTests : IFaceTransmitter
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(1);

    private int sent;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ten_thousand_exchanges_allocate_nothing(bool fromStore)
    {
        var forwarder = Make(new ForwarderOptions { ContentStoreBytes = 1 << 20 }, out var consumer, out var producer);
        var interest = Node.Build("/a/00000000", 1);
        var data = Node.BuildData("/a/00000000", size: 1000);
        var place = interest.AsSpan().IndexOf("00000000"u8);
        var placeInData = data.AsSpan().IndexOf("00000000"u8);
        var nonce = interest.Length - sizeof(uint);

        void Exchange(uint number)
        {
            var now = Start + TimeSpan.FromMilliseconds(number);
            BinaryPrimitives.WriteUInt32BigEndian(interest.AsSpan(nonce), number);
            BinaryPrimitives.WriteUInt32BigEndian(interest.AsSpan(place), fromStore ? 0 : number);
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(placeInData), fromStore ? 0 : number);
            forwarder.Receive(consumer, interest, now);
            if (!fromStore || number == 0)
            {
                forwarder.Receive(producer, data, now);
            }

            if (forwarder.NextDeadline <= now)
            {
                forwarder.Expire(now);
            }
        }

        AllocatesNothing(Exchange);
        Assert.Equal(fromStore ? 10_000 : 20_000, sent);
    }

    public static TheoryData<string> Strategies => StrategyTests.All;

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Ten_thousand_exchanges_allocate_nothing_whatever_the_strategy(string strategy)
    {
        var forwarder = Make(new ForwarderOptions { ContentStoreBytes = 1 << 20, Measurements = 64 }, out _, out var producer);
        var consumer = forwarder.AddFace(new FaceInfo("fd://7", "unix://") { Scope = FaceScope.Local }, Start);
        var other = forwarder.AddFace(new FaceInfo("udp4://", "udp4://") { IsAtHome = true }, Start);
        forwarder.Fib.AddNextHop(Name.Parse("/a"), other, 5);
        Assert.True(forwarder.Strategies.Set(Name.Empty, Name.Parse(strategy)));
        var interest = Node.Build("/a/00000000", 1);
        var data = Node.BuildData("/a/00000000", size: 1000);
        var place = interest.AsSpan().IndexOf("00000000"u8);
        var placeInData = data.AsSpan().IndexOf("00000000"u8);

        void Exchange(uint number)
        {
            var now = Start + TimeSpan.FromMilliseconds(number);
            BinaryPrimitives.WriteUInt32BigEndian(interest.AsSpan(interest.Length - sizeof(uint)), number);
            BinaryPrimitives.WriteUInt32BigEndian(interest.AsSpan(place), number);
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(placeInData), number);
            forwarder.Receive(consumer, interest, now);
            forwarder.Receive(number % 2 == 0 ? producer : other, data, now);
            if (forwarder.NextDeadline <= now)
            {
                forwarder.Expire(now);
            }
        }

        AllocatesNothing(Exchange);
        Assert.True(sent >= 15_000, $"{sent} packets sent");
    }

    [Fact]
    public void A_pending_Interest_takes_at_most_400_bytes()
    {
        const int Budget = 8 << 20;
        var forwarder = Make(new ForwarderOptions { PitBytes = Budget }, out var consumer, out _);
        var other = forwarder.AddFace(new FaceInfo("dummy://", "dummy://"), Start);
        for (var i = 0; forwarder.Counters.PitFull < 2; i++)
        {
            forwarder.Receive(forwarder.Counters.PitFull == 0 ? consumer : other, Node.Build($"/a/p/alice/photo-{i:D8}/v=1/seg=0", (uint)i + 1), Start);
        }

        // One face gets half, the next half of the rest.
        Assert.InRange(forwarder.Pit.UsedBytes, Budget * 0.6, Budget);
        Assert.InRange((double)forwarder.Pit.UsedBytes / forwarder.Pit.Count, 100, 400);
    }

    [Fact]
    public void A_flood_from_one_face_leaves_room_for_others()
    {
        var forwarder = Make(new ForwarderOptions { PitBytes = 1 << 20 }, out var attacker, out _);
        for (var i = 0; i < 20_000; i++)
        {
            forwarder.Receive(attacker, Node.Build($"/a/flood{i}", (uint)i + 1), Start);
        }

        Assert.True(forwarder.Counters.PitFull > 10_000);
        for (var i = 0; i < 100; i++)
        {
            var full = forwarder.Counters.PitFull;
            var face = forwarder.AddFace(new FaceInfo("dummy://", "dummy://"), Start);
            forwarder.Receive(face, Node.Build($"/a/honest{i}", 7), Start);
            Assert.Equal(full, forwarder.Counters.PitFull);
        }
    }

    [Fact]
    public void A_flood_from_a_thousand_addresses_leaves_a_quarter_to_who_did_not_make_themselves()
    {
        const int Budget = 1 << 20;
        var forwarder = Make(new ForwarderOptions { PitBytes = Budget }, out var dialled, out _);
        var local = forwarder.AddFace(new FaceInfo("fd://7", "unix://") { Scope = FaceScope.Local, Persistency = FacePersistency.OnDemand }, Start);
        for (var i = 0; i < 1000; i++)
        {
            var stranger = forwarder.AddFace(new FaceInfo("udp4://", "udp4://") { Persistency = FacePersistency.OnDemand }, Start);
            for (var j = 0; j < 20; j++)
            {
                forwarder.Receive(stranger, Node.Build($"/a/flood{i}/{j}", (uint)((i * 20) + j + 1)), Start);
            }
        }

        var full = forwarder.Counters.PitFull;
        Assert.InRange(full, 10_000, 20_000);
        Assert.InRange(forwarder.Pit.UsedBytes, Budget / 2, Budget * 3 / 4);
        for (var i = 0; i < 100; i++)
        {
            forwarder.Receive(local, Node.Build($"/a/mine{i}", 7), Start);
            forwarder.Receive(dialled, Node.Build($"/a/neighbours{i}", 7), Start);
        }

        Assert.Equal(full, forwarder.Counters.PitFull);
    }

    [Fact]
    public void All_memory_comes_back_when_everything_has_expired()
    {
        var forwarder = Make(new ForwarderOptions(), out var consumer, out _);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 5_000; i++)
            {
                forwarder.Receive(consumer, Node.Build($"/a/{i}", (uint)(i + (round * 10_000) + 1)), Start + TimeSpan.FromMinutes(round));
            }

            forwarder.Expire(Start + TimeSpan.FromMinutes(round) + TimeSpan.FromSeconds(4));
            Assert.Equal((0, 0L), (forwarder.Pit.Count, forwarder.Pit.UsedBytes));
        }

        Assert.Equal(0, forwarder.Counters.PitFull);
        Assert.Equal(15_000, forwarder.Counters.UnsatisfiedInterests);
    }

    [Fact]
    public void The_dead_nonce_list_forgets_the_oldest_when_it_is_full()
    {
        var forwarder = Make(new ForwarderOptions { DeadNonces = 100 }, out var consumer, out _);
        for (var i = 0; i < 150; i++)
        {
            forwarder.Receive(consumer, Node.Build($"/a/{i}", 1), Start);
        }

        forwarder.Expire(Start + TimeSpan.FromSeconds(4));
        Assert.Equal((100, 50), (forwarder.DeadNonces.Count, forwarder.DeadNonces.ForgottenEarly));
    }

    [Fact]
    public void Faces_are_bounded()
    {
        var forwarder = Make(new ForwarderOptions { MaxFaces = 2 }, out _, out _);
        Assert.True(forwarder.AddFace(new FaceInfo("dummy://", "dummy://"), Start).IsNone);
    }

    void IFaceTransmitter.Transmit(FaceId face, ReadOnlySpan<byte> packet) => sent++;

    // Ten thousand exchanges with new numbers, after five thousand.
    private void AllocatesNothing(Action<uint> exchange)
    {
        var next = 0u;
        Exchanges(5_000);
        var allocated = Allocation.OfSteadyRound(() =>
        {
            sent = 0;
            Exchanges(10_000);
        });

        Assert.Equal(0, allocated);

        void Exchanges(uint count)
        {
            for (var last = next + count; next < last; next++)
            {
                exchange(next);
            }
        }
    }

    private Forwarder Make(ForwarderOptions options, out FaceId consumer, out FaceId producer)
    {
        var forwarder = new Forwarder(options, this, new ForwarderSeed(1, 2, 3));
        consumer = forwarder.AddFace(new FaceInfo("dummy://", "dummy://"), Start);
        producer = forwarder.AddFace(new FaceInfo("dummy://", "dummy://"), Start);
        forwarder.Fib.AddNextHop(Name.Parse("/a"), producer, 0);
        return forwarder;
    }
}
