using System.Net.Sockets;
using Hearth.Faces;
using Hearth.Forwarding;
using Hearth.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hearth.Tests.Faces;

public sealed class FaceTests
{
    public static TheoryData<string> Kinds => ["unix", "tcp", "udp"];

    public static TheoryData<string> Streams => ["unix", "tcp"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_Interest_on_any_kind_of_socket_is_answered(string kind)
    {
        using var stage = new FaceStage();
        using var socket = Connect(stage, kind);

        Assert.True(FaceStage.Answers(socket, 1));
        Assert.True(FaceStage.Answers(socket, 2));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Packets_that_arrive_byte_by_byte_or_many_at_once_are_taken_apart(string kind)
    {
        using var stage = new FaceStage();
        using var socket = Connect(stage, kind);
        foreach (var octet in FaceStage.InterestOf(1))
        {
            socket.Send([octet]);
        }

        socket.Send([.. FaceStage.InterestOf(2), .. FaceStage.InterestOf(3), .. FaceStage.InterestOf(4)[..9]]);
        socket.Send(FaceStage.InterestOf(4)[9..]);

        stage.Until(() => stage.Forwarder.Counters.OutData == 4);
    }

    [Theory]
    [InlineData("504f5354202f20485454502f312e310d0a")]
    [InlineData("05ff8000000000000000")]
    [InlineData("05fd0001")]
    [InlineData("00")]
    public void A_stream_that_carries_no_packets_is_closed_and_the_others_live(string hex)
    {
        using var stage = new FaceStage();
        using var good = stage.ConnectTcp();
        using var bad = stage.ConnectTcp();
        bad.Send(Convert.FromHexString(hex));

        Assert.True(FaceStage.IsClosed(bad));
        Assert.True(FaceStage.Answers(good, 1));
        Assert.Equal(1, stage.Ask(() => stage.Faces.ClosedFor(FaceCloseReason.NotPackets)));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_peer_that_dribbles_a_packet_is_closed_after_its_time(string kind)
    {
        using var stage = new FaceStage();
        using var slow = Connect(stage, kind);
        var interest = FaceStage.InterestOf(1);
        slow.Send(interest[..5]);
        stage.Until(() => stage.Faces.InBytes == 0 && stage.Faces.Waiting == 1);
        stage.Time.Advance(StreamTransport.PartialPacketTimeout - TimeSpan.FromSeconds(1));
        slow.Send(interest[5..6]);
        Assert.Equal(0, stage.Ask(() => stage.Faces.ClosedFor(FaceCloseReason.PartialPacketTimeout)));

        stage.Time.Advance(TimeSpan.FromSeconds(2));

        stage.Loop.Wake();
        Assert.True(FaceStage.IsClosed(slow));
        Assert.Equal(1, stage.Ask(() => stage.Faces.ClosedFor(FaceCloseReason.PartialPacketTimeout)));
    }

    [Fact]
    public void A_stream_whose_reads_all_end_within_a_packet_has_one_deadline()
    {
        using var stage = new FaceStage();
        using var socket = stage.ConnectUnix();
        for (var i = 1; i <= 20; i++)
        {
            var answered = i;
            socket.Send([.. FaceStage.InterestOf(i)[(i == 1 ? 0 : 5)..], .. FaceStage.InterestOf(i + 1)[..5]]);
            stage.Until(() => stage.Forwarder.Counters.OutData == answered);
        }

        Assert.Equal(1, stage.Ask(() => stage.Faces.Waiting));
        stage.Time.Advance(StreamTransport.PartialPacketTimeout);
        stage.Loop.Wake();
        stage.Until(() => stage.Faces.ClosedFor(FaceCloseReason.PartialPacketTimeout) == 1);
    }

    [Fact]
    public void Management_cannot_close_what_the_node_is_made_of()
    {
        using var stage = new FaceStage();
        using var socket = stage.ConnectUnix();
        Assert.True(FaceStage.Answers(socket, 1));

        var own = stage.Ask(() => stage.Forwarder.Faces.All.Single(face => face.Info.Uri == "internal://producer").Id);
        Assert.False(stage.Ask(() => stage.Faces.Destroy(own)));

        Assert.True(FaceStage.Answers(socket, 2));
        var peer = stage.Ask(() => stage.Forwarder.Faces.All.Single(face => face.Id != own).Id);
        Assert.True(stage.Ask(() => stage.Faces.Destroy(peer)));
        Assert.True(FaceStage.IsClosed(socket));
    }

    public static TheoryData<Exception> Failures => [new IOException(), new InvalidDataException(), new UnauthorizedAccessException()];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_worker_that_fails_once_answers_the_next_Interest(Exception failure)
    {
        using var stage = new FaceStage();
        using var socket = stage.ConnectUnix();
        using var answered = new ManualResetEventSlim();
        var calls = 0;
        stage.Ask(() =>
        {
            var worker = new WorkerTransport(stage.Faces, stage.Loop, "worker", Answer, NullLogger.Instance);
            stage.Faces.TryOpen(worker, InternalTransport.Describe("worker"));
            return stage.Forwarder.Rib.Register(Name.Parse("/worker"), new Route(worker.Face, RouteOrigin.App, 0, RouteInheritance.ChildInherit));
        });

        socket.Send(new InterestBuilder(Name.Parse("/worker/1")) { Nonce = 1 }.Build());
        socket.Send(new InterestBuilder(Name.Parse("/worker/2")) { Nonce = 2 }.Build());

        Assert.True(answered.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        int Answer(in Interest interest, Span<byte> destination)
        {
            if (++calls == 1)
            {
                throw failure;
            }

            answered.Set();
            return 0;
        }
    }

    [Theory]
    [InlineData(1024, 768)]
    [InlineData(1 << 20, 10_240)]
    [InlineData(long.MaxValue, 10_240)]
    public void Faces_leave_descriptors_to_the_rest_of_the_node(long descriptors, int faces) =>
        Assert.Equal(faces, FaceLimits.Within(descriptors).Faces);

    [Fact]
    public void An_idle_on_demand_face_of_the_network_expires_and_a_local_one_does_not()
    {
        using var stage = new FaceStage();
        using var udp = stage.ConnectUdp();
        using var unix = stage.ConnectUnix();
        Assert.True(FaceStage.Answers(udp, 1) && FaceStage.Answers(unix, 2));
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            [TimeSpan.FromMinutes(10)],
            stage.Ask(() => stage.Forwarder.Faces.All.Select(face => stage.Faces.ExpiryOf(face.Id)).OfType<TimeSpan>().ToArray()));

        stage.Time.Advance(TimeSpan.FromMinutes(11));

        stage.Until(() => stage.Faces.ClosedFor(FaceCloseReason.Idle) == 1);
        Assert.True(FaceStage.Answers(unix, 3));
        Assert.True(FaceStage.Answers(udp, 4));
    }

    [Fact]
    public void A_reader_that_does_not_read_fills_its_bound_and_hurts_nobody()
    {
        using var stage = new FaceStage();
        using var deaf = stage.ConnectUnix();
        using var good = stage.ConnectUnix();
        deaf.SendBufferSize = 1 << 20;
        var number = 1;
        while (stage.Ask(() => stage.Faces.Dropped) == 0)
        {
            var burst = Enumerable.Range(number, 1000).SelectMany(FaceStage.InterestOf).ToArray();
            deaf.Send(burst);
            number += 1000;
        }

        Assert.True(FaceStage.Answers(good, number));
    }

    [Fact]
    public void Readers_that_do_not_read_share_a_bound_and_leave_room_for_one_that_reads()
    {
        const int Bound = 4 << 20;
        using var stage = new FaceStage(new FaceLimits { QueuedBytes = Bound });
        using var good = stage.ConnectUnix();
        var deaf = Enumerable.Range(0, 16).Select(_ => stage.ConnectUnix()).ToList();
        try
        {
            var number = 1;
            foreach (var socket in deaf)
            {
                var before = stage.Ask(() => stage.Faces.Dropped);
                while (stage.Ask(() => stage.Faces.Dropped) == before)
                {
                    socket.Send(Enumerable.Range(number, 1000).SelectMany(FaceStage.InterestOf).ToArray());
                    number += 1000;
                }

                Assert.InRange(stage.Ask(() => stage.Faces.Queues.Used), 1, Bound);
            }

            Assert.True(stage.Ask(() => stage.Faces.Queues.Refused) > 0);
            Assert.True(FaceStage.Answers(good, number));
        }
        finally
        {
            deaf.ForEach(socket => socket.Dispose());
        }

        stage.Until(() => stage.Faces.Count == 2);
        Assert.Equal(0, stage.Ask(() => stage.Faces.Queues.Used));
    }

    [Fact]
    public void Beginnings_of_packets_count_too_and_close_who_has_no_room()
    {
        using var stage = new FaceStage(new FaceLimits { QueuedBytes = 64 << 10 });
        var dribblers = Enumerable.Range(0, 40).Select(_ => stage.ConnectUnix()).ToList();
        try
        {
            // A Data packet of 8,000 bytes, of which the last one never comes.
            dribblers.ForEach(socket => socket.Send([0x06, 0xfd, 0x1f, 0x40, .. new byte[7999]]));
            stage.Until(() => stage.Faces.ClosedFor(FaceCloseReason.NoMemory) > 0);
            Assert.InRange(stage.Ask(() => stage.Faces.Queues.Used), 1, 64 << 10);
        }
        finally
        {
            dribblers.ForEach(socket => socket.Dispose());
        }

        stage.Until(() => stage.Faces.Count == 1 && stage.Faces.Queues.Used == 0);
    }

    [Fact]
    public void Connections_up_to_the_bound_are_served_and_those_beyond_are_refused()
    {
        const int Many = 1_000;
        using var stage = new FaceStage(new FaceLimits { Faces = Many });
        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < Many - 1; i++)
            {
                sockets.Add(stage.ConnectUnix());
            }

            stage.Until(() => stage.Faces.Count == Many);
            Assert.True(FaceStage.Answers(sockets[0], 1));
            Assert.True(FaceStage.Answers(sockets[^1], 2));

            using var excess = stage.ConnectUnix();
            Assert.True(FaceStage.IsClosed(excess));
            Assert.True(FaceStage.Answers(sockets[0], 3));
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }

        stage.Until(() => stage.Faces.Count == 1);
    }

    [Fact]
    public void When_there_is_no_room_the_network_face_that_was_idle_the_longest_gives_way()
    {
        var limits = new FaceLimits { Faces = 3 };
        using var stage = new FaceStage(limits);
        using var first = stage.ConnectUdp();
        using var second = stage.ConnectUdp();
        using var third = stage.ConnectUdp();
        Assert.True(FaceStage.Answers(first, 1));
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(FaceStage.Answers(second, 2));
        third.Send(FaceStage.InterestOf(3));
        stage.Until(() => stage.Faces.Refused == 1);

        stage.Time.Advance(limits.GiveWayAfter);

        Assert.True(FaceStage.Answers(third, 4));
        Assert.Equal(1, stage.Ask(() => stage.Faces.ClosedFor(FaceCloseReason.GaveWay)));
        Assert.True(FaceStage.Answers(second, 5));
    }

    private static Socket Connect(FaceStage stage, string kind) => kind switch
    {
        "unix" => stage.ConnectUnix(),
        "tcp" => stage.ConnectTcp(),
        _ => stage.ConnectUdp(),
    };
}
