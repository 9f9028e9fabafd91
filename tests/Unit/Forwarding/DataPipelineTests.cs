using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Xunit;

namespace Hearth.Tests.Forwarding;

public sealed class DataPipelineTests
{
    private readonly Node node = new();
    private readonly FaceId[] faces;

    public DataPipelineTests()
    {
        faces = node.AddFaces(4);
        node.AddRoute("/a", faces[3]);
    }

    [Fact]
    public void Data_that_nobody_asked_for_is_dropped_and_not_kept()
    {
        node.Data(faces[3], "/a/b");
        Assert.Empty(node.Sent);
        Assert.Equal(1, node.Forwarder.Counters.UnsolicitedData);
        Assert.Equal(0, node.Forwarder.ContentStore.Count);
    }

    [Fact]
    public void Data_comes_once_however_many_copies_arrive()
    {
        node.Interest(faces[0], "/a/b");
        node.Data(faces[3], "/a/b");
        node.Data(faces[3], "/a/b");
        Assert.Equal(["3 Interest /a/b", "0 Data /a/b"], node.Sent);
        Assert.Equal(1, node.Forwarder.Counters.UnsolicitedData);
    }

    [Fact]
    public void Each_downstream_gets_its_own_token_back()
    {
        node.Interest(faces[0], "/a/b", 1, link: new LpPacket { FragCount = 1, PitToken = [1, 2, 3, 4] });
        node.Interest(faces[1], "/a/b", 2, link: new LpPacket { FragCount = 1, PitToken = Enumerable.Repeat((byte)0xEE, 32).ToArray() });
        _ = node.Sent;
        node.Data(faces[3], "/a/b");
        Assert.Equal([$"1 Data /a/b token={new string('E', 64)}", "0 Data /a/b token=01020304"], node.Sent);
    }

    [Theory]
    [InlineData("/a", true)]
    [InlineData("/a/b", true)]
    [InlineData("/a/b/c", true)]
    [InlineData("/a/b/c/d", false)]
    [InlineData("/a/x", false)]
    [InlineData("/a/b/cc", false)]
    public void With_CanBePrefix_longer_names_answer(string asked, bool answers)
    {
        node.Interest(faces[0], asked, with: with => new InterestBuilder(with.Name) { Nonce = 1, CanBePrefix = true });
        _ = node.Sent;
        node.Data(faces[3], "/a/b/c");
        Assert.Equal(answers ? ["0 Data /a/b/c"] : [], node.Sent);
    }

    [Fact]
    public void Without_CanBePrefix_only_the_same_name_answers()
    {
        node.Interest(faces[0], "/a/b");
        _ = node.Sent;
        node.Data(faces[3], "/a/b/c");
        Assert.Empty(node.Sent);
        node.Data(faces[3], "/a/b");
        Assert.Equal(["0 Data /a/b"], node.Sent);
    }

    [Fact]
    public void The_implicit_digest_asks_for_that_very_packet()
    {
        var wanted = Node.BuildData("/a/b", size: 5);
        var other = Node.BuildData("/a/b", size: 6);
        Assert.True(Data.TryRead(wanted, out var data, out _));
        Span<byte> digest = stackalloc byte[32];
        data.ComputeImplicitDigest(digest);
        node.Interest(faces[0], $"/a/b/sha256digest={Convert.ToHexString(digest)}");
        _ = node.Sent;
        node.Receive(faces[3], other);
        Assert.Empty(node.Sent);
        node.Receive(faces[3], wanted);
        Assert.Equal(["0 Data /a/b"], node.Sent);
    }

    [Fact]
    public void One_packet_satisfies_every_entry_it_matches_and_goes_once_to_each_face()
    {
        node.Interest(faces[0], "/a/b", 1);
        node.Interest(faces[0], "/a", 2, with => new InterestBuilder(with.Name) { Nonce = 2, CanBePrefix = true });
        node.Interest(faces[1], "/a", 3, with => new InterestBuilder(with.Name) { Nonce = 3, CanBePrefix = true, MustBeFresh = true });
        _ = node.Sent;
        node.Data(faces[3], "/a/b");
        Assert.Equal(["0 Data /a/b", "1 Data /a/b"], node.Sent.Order());
        Assert.Equal(0, node.Forwarder.Pit.Count);
        Assert.Equal(3, node.Forwarder.Counters.SatisfiedInterests);
    }

    [Fact]
    public void A_face_that_asked_twice_with_different_tokens_gets_both_back()
    {
        node.Interest(faces[0], "/a/b", 1, link: new LpPacket { FragCount = 1, PitToken = [1] });
        node.Interest(faces[0], "/a", 2, with => new InterestBuilder(with.Name) { Nonce = 2, CanBePrefix = true }, new LpPacket { FragCount = 1, PitToken = [2] });
        _ = node.Sent;
        node.Data(faces[3], "/a/b");
        Assert.Equal(["0 Data /a/b token=01", "0 Data /a/b token=02"], node.Sent.Order());
    }

    [Fact]
    public void Whoever_sends_the_Data_does_not_get_it_back()
    {
        node.AddRoute("/a", faces[2]);
        node.Interest(faces[3], "/a/b");
        node.Interest(faces[0], "/a/b", 2);
        _ = node.Sent;
        node.Data(faces[3], "/a/b");
        Assert.Equal(["0 Data /a/b"], node.Sent);
    }
}
