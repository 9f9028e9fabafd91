using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Xunit;

namespace Hearth.Tests.Forwarding;

/// <summary>Faces are numbered from 0 in the order they are added; "1 Interest /a" left on the second.</summary>
public sealed class InterestPipelineTests
{
    private readonly Node node = new();

    [Fact]
    public void An_Interest_goes_to_the_cheapest_next_hop_of_the_longest_prefix()
    {
        var faces = node.AddFaces(4);
        node.AddRoute("/", faces[1], 1);
        node.AddRoute("/a", faces[2], 20);
        node.AddRoute("/a", faces[3], 10);

        node.Interest(faces[0], "/a/b");
        Assert.Equal(["3 Interest /a/b"], node.Sent);
        node.Interest(faces[0], "/b");
        Assert.Equal(["1 Interest /b"], node.Sent);
    }

    [Fact]
    public void Two_downstreams_share_one_Interest_and_both_get_the_Data()
    {
        var faces = node.AddFaces(3);
        node.AddRoute("/a", faces[2]);
        node.Interest(faces[0], "/a/b", nonce: 1);
        node.Interest(faces[1], "/a/b", nonce: 2);
        Assert.Equal(["2 Interest /a/b"], node.Sent);
        Assert.Equal(1, node.Forwarder.Pit.Count);

        node.Data(faces[2], "/a/b");
        Assert.Equal(["1 Data /a/b", "0 Data /a/b"], node.Sent);
        Assert.Equal(0, node.Forwarder.Pit.Count);
        Assert.Equal(1, node.Forwarder.Counters.SatisfiedInterests);
    }

    [Fact]
    public void Interests_that_ask_for_different_things_do_not_share()
    {
        var faces = node.AddFaces(3);
        node.AddRoute("/a", faces[2]);
        node.Interest(faces[0], "/a/b", 1);
        node.Interest(faces[1], "/a/b", 2, with => new InterestBuilder(with.Name) { Nonce = with.Nonce, MustBeFresh = true });
        node.Interest(faces[1], "/a/b", 3, with => new InterestBuilder(with.Name) { Nonce = with.Nonce, CanBePrefix = true });
        Assert.Equal(3, node.Sent.Length);
        Assert.Equal(3, node.Forwarder.Pit.Count);
    }

    [Theory]
    [InlineData(LinkType.PointToPoint, "1 NackDuplicate /a")]
    [InlineData(LinkType.MultiAccess, null)]
    [InlineData(LinkType.AdHoc, null)]
    public void A_nonce_from_elsewhere_is_a_loop(LinkType link, string? answer)
    {
        var first = node.AddFace();
        var second = node.AddFace(link: link);
        node.AddRoute("/a", node.AddFace());
        node.Interest(first, "/a", 7);
        Assert.Single(node.Sent);

        node.Interest(second, "/a", 7);
        Assert.Equal(answer is null ? [] : [answer], node.Sent);
        Assert.Equal(1, node.Forwarder.Counters.LoopedInterests);
    }

    [Theory]
    [InlineData(LinkType.PointToPoint, 0)]
    [InlineData(LinkType.MultiAccess, 1)]
    public void A_nonce_repeated_by_the_same_face_is_a_loop_unless_there_is_only_one_peer(LinkType link, int loops)
    {
        var face = node.AddFace(link: link);
        node.AddRoute("/a", node.AddFace());
        node.Interest(face, "/a", 7);
        node.Interest(face, "/a", 7);
        Assert.Equal(loops, node.Forwarder.Counters.LoopedInterests);
    }

    [Fact]
    public void A_nonce_is_remembered_for_six_seconds_after_the_entry_is_gone()
    {
        var faces = node.AddFaces(3);
        node.AddRoute("/a", faces[2]);
        node.Interest(faces[0], "/a", 7);
        node.Advance(4000);
        Assert.Equal(0, node.Forwarder.Pit.Count);
        Assert.Equal(["2 Interest /a"], node.Sent);

        node.Advance(5999);
        node.Interest(faces[1], "/a", 7);
        Assert.Equal(["1 NackDuplicate /a"], node.Sent);

        node.Advance(1);
        node.Interest(faces[1], "/a", 7);
        Assert.Equal(["2 Interest /a"], node.Sent);
    }

    [Fact]
    public void An_Interest_does_not_go_back_where_it_came_from()
    {
        var face = node.AddFace();
        node.AddRoute("/a", face);
        node.Interest(face, "/a");
        Assert.Equal(["0 NackNoRoute /a"], node.Sent);
        Assert.Equal(0, node.Forwarder.Pit.Count);
    }

    [Fact]
    public void On_an_ad_hoc_link_it_may_go_back()
    {
        var face = node.AddFace(link: LinkType.AdHoc);
        node.AddRoute("/a", face);
        node.Interest(face, "/a");
        node.Data(face, "/a");
        Assert.Equal(["0 Interest /a", "0 Data /a"], node.Sent);
    }

    [Fact]
    public void Without_a_route_the_answer_is_a_Nack_with_the_token()
    {
        var face = node.AddFace();
        node.Interest(face, "/a", link: new LpPacket { FragCount = 1, PitToken = [0xAB, 0xCD] });
        Assert.Equal(["0 NackNoRoute /a token=ABCD"], node.Sent);
        Assert.Equal(1, node.Forwarder.Counters.OutNacks);
    }

    [Theory]
    [InlineData(FaceScope.Local, "/localhost/x", FaceScope.Local, true)]
    [InlineData(FaceScope.Local, "/localhost/x", FaceScope.NonLocal, false)]
    [InlineData(FaceScope.NonLocal, "/localhost/x", FaceScope.Local, false)]
    [InlineData(FaceScope.NonLocal, "/localhop/x", FaceScope.Local, true)]
    [InlineData(FaceScope.NonLocal, "/localhop/x", FaceScope.NonLocal, false)]
    [InlineData(FaceScope.Local, "/localhop/x", FaceScope.NonLocal, true)]
    [InlineData(FaceScope.NonLocal, "/localhostess/x", FaceScope.NonLocal, true)]
    public void Scope_says_how_far_an_Interest_goes(FaceScope from, string name, FaceScope to, bool passes)
    {
        var ingress = node.AddFace(from);
        node.AddRoute("/", node.AddFace(to));
        node.Interest(ingress, name);
        Assert.Equal(passes, node.Sent.Contains($"1 Interest {name}"));
    }

    [Fact]
    public void Localhost_Data_from_the_network_is_dropped()
    {
        var app = node.AddFace(FaceScope.Local);
        var producer = node.AddFace(FaceScope.Local);
        var network = node.AddFace();
        node.AddRoute("/localhost", producer);
        node.Interest(app, "/localhost/x");
        Assert.Single(node.Sent);
        node.Data(network, "/localhost/x");
        Assert.Empty(node.Sent);
        Assert.Equal(1, node.Forwarder.Counters.ScopeViolations);
    }

    [Theory]
    [InlineData(0, FaceScope.NonLocal, null)]
    [InlineData(1, FaceScope.NonLocal, null)]
    [InlineData(1, FaceScope.Local, 0)]
    [InlineData(2, FaceScope.NonLocal, 1)]
    public void A_hop_limit_is_spent_hop_by_hop(byte limit, FaceScope to, int? left)
    {
        var ingress = node.AddFace();
        var egress = node.AddFace(to);
        node.AddRoute("/a", egress);
        node.Interest(ingress, "/a", with: with => new InterestBuilder(with.Name) { Nonce = 1, HopLimit = limit });
        var sent = node.Wires.Where(wire => wire.Face == egress).ToList();
        Assert.Equal(left is null ? 0 : 1, sent.Count);
        if (left is not null)
        {
            Assert.True(Hearth.Protocol.Interest.TryRead(sent[0].Wire, out var interest, out _));
            Assert.Equal((byte)left, interest.HopLimit);
        }
    }

    [Fact]
    public void An_Interest_without_nonce_gets_one()
    {
        var faces = node.AddFaces(2);
        node.AddRoute("/a", faces[1]);
        node.Interest(faces[0], "/a", nonce: null, with => new InterestBuilder(with.Name) { Lifetime = TimeSpan.FromSeconds(9), HopLimit = 3 });
        Assert.True(Hearth.Protocol.Interest.TryRead(node.Wires[0].Wire, out var interest, out _));
        Assert.NotNull(interest.Nonce);
        Assert.Equal(TimeSpan.FromSeconds(9), interest.Lifetime);
        Assert.Equal((byte)2, interest.HopLimit);
    }

    [Theory]
    [InlineData("/region", "/name", "1 Interest /name/x")]
    [InlineData("/elsewhere", "/name", "2 Interest /name/x")]
    [InlineData("/nowhere", "/name", "0 NackNoRoute /name/x")]
    public void A_forwarding_hint_leads_until_the_Interest_is_in_the_region(string hint, string prefix, string expected)
    {
        var home = new Node(new ForwarderOptions { ProducerRegions = [Name.Parse("/region/here")] });
        var faces = home.AddFaces(3);
        home.AddRoute(prefix, faces[1]);
        home.AddRoute("/elsewhere", faces[2]);
        home.Interest(faces[0], "/name/x", with: with => new InterestBuilder(with.Name) { Nonce = 1, ForwardingHint = [Name.Parse(hint)] });
        var hasHint = !home.Wires[0].Wire.AsSpan().IndexOf((byte)Hearth.Protocol.Tlv.TlvType.ForwardingHint).Equals(-1);
        Assert.Equal(hint == "/elsewhere" || hint == "/nowhere", hasHint);
        Assert.Equal([expected], home.Sent);
    }

    [Fact]
    public void A_trusted_program_names_the_next_hop_and_is_told_the_incoming_face()
    {
        var app = node.AddFace(FaceScope.Local, localFields: true);
        var faces = node.AddFaces(2);
        node.AddRoute("/a", faces[0]);
        node.Interest(app, "/a", link: new LpPacket { FragCount = 1, NextHopFaceId = faces[1].Value });
        Assert.Equal(["2 Interest /a"], node.Sent);
        node.Data(faces[1], "/a");
        Assert.Equal([$"0 Data /a from={faces[1].Value}"], node.Sent);
    }

    [Fact]
    public void Others_may_not_name_the_next_hop()
    {
        var app = node.AddFace(FaceScope.Local);
        node.AddRoute("/a", node.AddFace());
        node.Interest(app, "/a", link: new LpPacket { FragCount = 1, NextHopFaceId = 257 });
        Assert.Empty(node.Sent);
        Assert.Equal(1, node.Forwarder.Counters.UnexpectedFields);
    }

    [Fact]
    public void A_congestion_mark_passes_through_both_ways()
    {
        var faces = node.AddFaces(2);
        node.AddRoute("/a", faces[1]);
        node.Interest(faces[0], "/a", link: new LpPacket { FragCount = 1, CongestionMark = 1 });
        node.Data(faces[1], "/a", link: new LpPacket { FragCount = 1, CongestionMark = 2 });
        Assert.Equal(["1 Interest /a mark=1", "0 Data /a mark=2"], node.Sent);
    }

    [Fact]
    public void A_pending_Interest_lives_as_long_as_its_most_patient_downstream()
    {
        var faces = node.AddFaces(3);
        node.AddRoute("/a", faces[2]);
        node.Interest(faces[0], "/a", 1, with => new InterestBuilder(with.Name) { Nonce = 1, Lifetime = TimeSpan.FromMilliseconds(500) });
        node.Interest(faces[1], "/a", 2, with => new InterestBuilder(with.Name) { Nonce = 2, Lifetime = TimeSpan.FromMilliseconds(100) });
        node.Advance(499);
        Assert.Equal(1, node.Forwarder.Pit.Count);
        node.Advance(1);
        Assert.Equal(0, node.Forwarder.Pit.Count);
    }

    [Fact]
    public void A_downstream_that_no_longer_waits_gets_no_Data()
    {
        var faces = node.AddFaces(3);
        node.AddRoute("/a", faces[2]);
        node.Interest(faces[0], "/a", 1, with => new InterestBuilder(with.Name) { Nonce = 1, Lifetime = TimeSpan.FromMilliseconds(500) });
        node.Interest(faces[1], "/a", 2, with => new InterestBuilder(with.Name) { Nonce = 2, Lifetime = TimeSpan.FromMilliseconds(100) });
        node.Advance(200);
        _ = node.Sent;
        node.Data(faces[2], "/a");
        Assert.Equal(["0 Data /a"], node.Sent);
    }

    [Fact]
    public void Following_the_deadlines_leads_to_the_moment_of_expiry()
    {
        var faces = node.AddFaces(2);
        node.AddRoute("/a", faces[1]);
        node.Interest(faces[0], "/a", 1, with => new InterestBuilder(with.Name) { Nonce = 1, Lifetime = TimeSpan.FromMilliseconds(54_321) });
        Assert.Equal(node.Now + TimeSpan.FromMilliseconds(54_321), LastDeadline());
    }

    [Fact]
    public void A_lifetime_of_centuries_is_cut()
    {
        var faces = node.AddFaces(2);
        node.AddRoute("/a", faces[1]);
        node.Interest(faces[0], "/a", 1, with => new InterestBuilder(with.Name) { Nonce = 1, Lifetime = TimeSpan.MaxValue });
        node.Advance(Forwarder.MaxInterestLifetime.TotalMilliseconds);
        Assert.Equal(0, node.Forwarder.Pit.Count);
        Assert.Null(node.Forwarder.NextDeadline);
    }

    [Fact]
    public void A_name_beyond_the_limit_is_dropped_and_counted()
    {
        var face = node.AddFace();
        node.Interest(face, string.Concat(Enumerable.Repeat("/a", ForwarderOptions.MaxNameComponents + 1)));
        Assert.Empty(node.Sent);
        Assert.Equal(1, node.Forwarder.Counters.NamesTooLong);
    }

    [Fact]
    public void Bytes_that_are_no_packet_are_counted_by_reason()
    {
        var face = node.AddFace();
        node.Forwarder.Receive(face, [0x05, 0x03, 0x07], node.Now);
        node.Forwarder.Receive(face, [0x05, 0x02, 0x07, 0x00], node.Now);
        node.Forwarder.Receive(new FaceId(9999), [0x05], node.Now);
        Assert.True(node.Forwarder.Faces.TryGet(face, out var counted));
        Assert.Equal(1, counted.LinkCounters.Malformed(ParseError.Truncated));
        Assert.Equal(1, node.Forwarder.Counters.FramesWithoutPacket);
        Assert.Equal(1, counted.Counters.ParseErrors(ParseError.MissingElement));
        Assert.Equal(1, node.Forwarder.Counters.TotalParseErrors);
        Assert.Equal(1, node.Forwarder.Counters.UnknownFace);
        Assert.Equal(7, counted.Counters.InBytes);
    }

    [Fact]
    public void A_large_packet_crosses_a_small_link_in_fragments_both_ways()
    {
        var app = node.AddFace(FaceScope.Local);
        var small = node.Forwarder.AddFace(new FaceInfo("dummy://", "dummy://") { Mtu = 500 }, node.Now);
        node.AddRoute("/a", small);
        node.Interest(app, "/a");
        var fragments = Fragments(Node.BuildData("/a", size: 3000));
        foreach (var fragment in fragments)
        {
            node.Forwarder.Receive(small, fragment, node.Now);
        }

        Assert.Equal(["1 Interest /a", "0 Data /a"], node.Sent);

        node.Interest(small, "/a", nonce: 2);
        Assert.InRange(node.FrameCount, 7, 8);
    }

    [Fact]
    public void Fragments_that_stay_alone_are_let_go_at_a_deadline()
    {
        var face = node.AddFace();
        node.Forwarder.Receive(face, Fragments(Node.BuildData("/a", size: 3000))[0], node.Now);
        Assert.NotNull(node.Forwarder.NextDeadline);
        node.Advance(LinkService.ReassemblyTimeout.TotalMilliseconds);
        Assert.Null(node.Forwarder.NextDeadline);
    }

    private static List<byte[]> Fragments(byte[] packet)
    {
        var buffer = new byte[PacketLimits.MaxPacketSize];
        var frames = new LinkService(new ReassemblyPool()).Send(LpPacket.Of(packet), mtu: 500, TimeSpan.Zero);
        var fragments = new List<byte[]>();
        while (frames.TryWriteNext(buffer, out var size))
        {
            fragments.Add(buffer[..size]);
        }

        return fragments;
    }

    [Fact]
    public void A_removed_face_gets_nothing_and_is_no_next_hop_any_more()
    {
        var faces = node.AddFaces(3);
        node.AddRoute("/a", faces[2]);
        node.Interest(faces[0], "/a", 1);
        node.Interest(faces[1], "/a", 2);
        node.Forwarder.RemoveFace(faces[0], node.Now);
        _ = node.Sent;
        node.Data(faces[2], "/a");
        Assert.Equal(["1 Data /a"], node.Sent);

        node.Forwarder.RemoveFace(faces[2], node.Now);
        node.Interest(faces[1], "/a/2", 3);
        Assert.Equal(["1 NackNoRoute /a/2"], node.Sent);
        Assert.Equal(0, node.Forwarder.Fib.Count);
    }

    // The wheel may ask to be called earlier, to move entries down.
    private TimeSpan LastDeadline()
    {
        var pit = node.Forwarder.Pit;
        while (true)
        {
            var deadline = node.Forwarder.NextDeadline!.Value;
            if (deadline > node.Now + TimeSpan.FromSeconds(60))
            {
                Assert.Fail("It never expires.");
            }

            node.Forwarder.Expire(deadline);
            if (pit.Count == 0)
            {
                return deadline;
            }
        }
    }
}
