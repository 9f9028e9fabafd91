using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Xunit;

namespace Hearth.Tests.Forwarding;

public sealed class NackPipelineTests
{
    private readonly Node node = new();
    private readonly FaceId[] faces;

    public NackPipelineTests()
    {
        faces = node.AddFaces(5);
        node.AddRoute("/a", faces[2], 1);
        node.AddRoute("/a", faces[3], 2);
        node.AddRoute("/a", faces[4], 3);
    }

    [Fact]
    public void A_Nack_from_the_only_upstream_goes_to_all_downstreams()
    {
        node.Interest(faces[0], "/a", 1, link: new LpPacket { FragCount = 1, PitToken = [9] });
        node.Interest(faces[1], "/a", 2);
        _ = node.Sent;
        node.Nack(faces[2], "/a", 1, NackReason.Congestion);
        Assert.Equal(["0 NackCongestion /a token=09", "1 NackCongestion /a"], node.Sent.Order());
        Assert.Equal(0, node.Forwarder.Pit.Count);
    }

    [Fact]
    public void A_downstream_is_refused_with_its_own_nonce()
    {
        node.Interest(faces[0], "/a", 0x11111111);
        node.Interest(faces[1], "/a", 0x22222222);
        _ = node.Sent;
        node.Nack(faces[2], "/a", 0x11111111, NackReason.NoRoute);
        var nonces = node.Wires.Select(wire => (wire.Face, Nonce(wire.Wire)));
        Assert.Equal([(faces[0], 0x11111111u), (faces[1], 0x22222222u)], nonces.OrderBy(pair => pair.Face.Value));
    }

    [Theory]
    [InlineData(NackReason.NoRoute, NackReason.Congestion, NackReason.Duplicate, "Congestion")]
    [InlineData(NackReason.NoRoute, NackReason.Duplicate, NackReason.NoRoute, "Duplicate")]
    [InlineData(NackReason.None, NackReason.NoRoute, NackReason.None, "NoRoute")]
    public void When_all_upstreams_refuse_the_least_severe_reason_goes_down(NackReason first, NackReason second, NackReason third, string expected)
    {
        node.Forwarder.Strategies.Set(Name.Empty, Name.Parse("/localhost/nfd/strategy/multicast"));
        node.Interest(faces[0], "/a", 5);
        _ = node.Sent;
        node.Nack(faces[2], "/a", 5, first);
        node.Nack(faces[3], "/a", 5, second);
        Assert.Empty(node.Sent);
        node.Nack(faces[4], "/a", 5, third);
        Assert.Equal([$"0 Nack{expected} /a"], node.Sent);
    }

    [Fact]
    public void While_another_upstream_may_answer_its_Data_wins()
    {
        node.Forwarder.Strategies.Set(Name.Empty, Name.Parse("/localhost/nfd/strategy/multicast"));
        node.Interest(faces[0], "/a", 5);
        _ = node.Sent;
        node.Nack(faces[2], "/a", 5, NackReason.NoRoute);
        node.Data(faces[3], "/a");
        Assert.Equal(["0 Data /a"], node.Sent);
    }

    [Fact]
    public void Two_that_wait_for_each_other_let_go()
    {
        node.Forwarder.Strategies.Set(Name.Empty, Name.Parse("/localhost/nfd/strategy/multicast"));
        node.Interest(faces[2], "/a", 5);
        node.Interest(faces[0], "/a", 6);
        node.Advance(10);
        node.Interest(faces[0], "/a", 7);
        _ = node.Sent;
        node.Nack(faces[3], "/a", 7, NackReason.NoRoute);
        node.Nack(faces[4], "/a", 7, NackReason.NoRoute);
        Assert.Equal(["2 NackNoRoute /a"], node.Sent);
    }

    [Theory]
    [InlineData(1, "/a", 5u)]
    [InlineData(2, "/a", 6u)]
    [InlineData(2, "/b", 5u)]
    [InlineData(3, "/a", 5u)]
    public void A_Nack_that_answers_nothing_is_dropped(int face, string name, uint nonce)
    {
        node.Interest(faces[0], "/a", 5);
        _ = node.Sent;
        node.Nack(faces[face], name, nonce, NackReason.NoRoute);
        Assert.Empty(node.Sent);
        Assert.Equal(1, node.Forwarder.Counters.UnexpectedNacks);
        Assert.Equal(1, node.Forwarder.Pit.Count);
    }

    [Fact]
    public void On_a_shared_link_no_Nack_is_believed()
    {
        var shared = node.AddFace(link: LinkType.MultiAccess);
        node.AddRoute("/s", shared);
        node.Interest(faces[0], "/s", 5);
        _ = node.Sent;
        node.Nack(shared, "/s", 5, NackReason.NoRoute);
        Assert.Empty(node.Sent);
    }

    private static uint? Nonce(byte[] wire)
    {
        Assert.True(LpPacket.TryRead(wire, out var link, out _));
        Assert.True(Interest.TryRead(link.Fragment, out var interest, out _));
        return interest.Nonce;
    }
}
