using System.Text;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Verbs;

public sealed class GetTests
{
    private static readonly byte[] Content = Bytes(3_000_000);

    [Fact]
    public async Task A_published_file_comes_back_and_its_owner_is_named_at_first_sight_alone()
    {
        await using var stage = new VerbStage();
        await stage.PublishAsync("/p/alice/photo.jpg", Content);

        Assert.Equal(0, await stage.RunAsync("get", "/p/alice/photo.jpg", "-o", stage.PathOf("photo.jpg")));

        Assert.Equal(Content, await File.ReadAllBytesAsync(stage.PathOf("photo.jpg"), TestContext.Current.CancellationToken));
        Assert.StartsWith("hearth: /p/alice is seen for the first time; its owner is ", stage.Error, StringComparison.Ordinal);

        Assert.Equal(0, await stage.RunAsync("get", "/p/alice/photo.jpg", "-o", stage.PathOf("again.jpg")));
        Assert.Equal("", stage.Error);
    }

    [Fact]
    public async Task Over_UDP_it_comes_as_well()
    {
        await using var stage = new VerbStage();
        await stage.PublishAsync("/p/alice/x", Content);
        using var server = stage.AnswerOverUdp();

        Assert.Equal(0, await stage.RunBareAsync("get", "/p/alice/x", "-o", stage.PathOf("x"), "--state", stage.StrangersState));

        Assert.Equal(Content, await File.ReadAllBytesAsync(stage.PathOf("x"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_certain_version_can_be_fetched()
    {
        await using var stage = new VerbStage();
        var first = await stage.PublishAsync("/p/alice/x", "one"u8.ToArray());
        await stage.PublishAsync("/p/alice/x", "two"u8.ToArray());

        Assert.Equal(0, await stage.RunAsync("get", first.VersionedName.ToString(), "-o", stage.PathOf("x")));

        Assert.Equal("one", await File.ReadAllTextAsync(stage.PathOf("x"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_not_published_is_one_line_and_leaves_no_file()
    {
        await using var stage = new VerbStage();

        Assert.Equal(1, await stage.RunAsync("get", "/p/alice/x", "-o", stage.PathOf("x")));

        Assert.Equal("hearth: /p/alice/x is not published. Check the name, or ask its owner.\n", stage.Error);
        AssertNothingWritten(stage);
    }

    [Fact]
    public async Task A_name_without_a_way_is_one_line()
    {
        await using var stage = new VerbStage { Instead = wire => VerbStage.Nack(wire, NackReason.NoRoute) };

        Assert.Equal(1, await stage.RunAsync("get", "/p/bob/x", "-o", stage.PathOf("x")));

        Assert.Equal(
            "hearth: the forwarder knows no way to /p/bob/x. Is its owner's board on? `hearth route add PREFIX FACE` adds a way.\n", stage.Error);
        AssertNothingWritten(stage);
    }

    [Fact]
    public async Task Another_owner_than_the_pinned_one_is_refused_with_both_fingerprints()
    {
        await using var stage = new VerbStage();
        await stage.PublishAsync("/p/alice/x", Content);
        Directory.CreateDirectory(stage.StrangersState);
        await File.WriteAllTextAsync(
            Path.Join(stage.StrangersState, "pins.json"),
            $$"""{"version":1,"pins":[{"namespace":"/p/alice","fingerprint":"{{new string('a', 64)}}","firstSeen":"2026-01-02T00:00:00Z"}]}""",
            TestContext.Current.CancellationToken);

        Assert.Equal(1, await stage.RunAsync("get", "/p/alice/x", "-o", stage.PathOf("x")));

        Assert.StartsWith("hearth: /p/alice is signed by the owner ", stage.Error, StringComparison.Ordinal);
        Assert.Single(stage.Error.TrimEnd().Split('\n'));
        AssertNothingWritten(stage);
    }

    [Fact]
    public async Task A_forged_segment_is_refused_and_leaves_no_file()
    {
        await using var stage = new VerbStage();
        var published = await stage.PublishAsync("/p/alice/x", Content);
        var forged = published.VersionedName.AppendSegment(7);
        stage.Instead = wire => Interest.TryRead(wire, out var interest, out _) && forged.IsPrefixOf(interest.Name)
            ? new DataBuilder(forged) { Content = "other bytes"u8.ToArray(), FinalSegment = 374 }.Build(DigestSha256.Signer)
            : null;

        Assert.Equal(1, await stage.RunAsync("get", "/p/alice/x", "-o", stage.PathOf("x")));

        Assert.StartsWith("hearth: a segment of /p/alice/x is not the one that its owner signed for", stage.Error, StringComparison.Ordinal);
        AssertNothingWritten(stage);
    }

    [Fact]
    public async Task Outside_personal_namespaces_it_says_that_nobody_vouches()
    {
        await using var stage = new VerbStage
        {
            Instead = wire => Interest.TryRead(wire, out var interest, out _)
                ? new DataBuilder(interest.Name.ToName()) { Content = Encoding.UTF8.GetBytes("hi") }.Build(DigestSha256.Signer)
                : null,
        };

        Assert.Equal(0, await stage.RunAsync("get", "/stranger/note/v=1/seg=0", "-o", stage.PathOf("x")));

        Assert.Equal(
            "hearth: /stranger/note/v=1/seg=0 came whole, but nobody vouches for whose it is (it is not under /p).\n", stage.Error);
    }

    [Fact]
    public async Task Without_a_node_it_says_how_to_start_one()
    {
        await using var stage = new VerbStage();
        var socket = stage.PathOf("no.sock");

        Assert.Equal(1, await stage.RunBareAsync("get", "/p/alice/x", "-o", stage.PathOf("x"), "--socket", socket, "--state", stage.StrangersState));

        Assert.StartsWith($"hearth: no forwarder answers at unix://{socket} (", stage.Error, StringComparison.Ordinal);
        Assert.Contains("start one with `hearth run`", stage.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get", "hearth: get needs NAME. See `hearth get --help`.")]
    [InlineData("get photo.jpg", "hearth: 'photo.jpg' is no name: it starts with a slash, for example /p/alice/photo.jpg. See `hearth get --help`.")]
    [InlineData("get /", "hearth: '/' is no name; write for example /p/alice/photo.jpg (other characters as %20 and the like). See `hearth get --help`.")]
    [InlineData("get /p/alice/x -o /", "hearth: --output /: that is a folder; give a file in it. See `hearth get --help`.")]
    [InlineData("peek /a --timeout 0", "hearth: --timeout 0: give seconds, from 0.001 to 3600. See `hearth peek --help`.")]
    [InlineData("ping /a --count -1", "hearth: --count -1: give 0 or more. See `hearth ping --help`.")]
    [InlineData("put /", "hearth: put needs FILE. See `hearth put --help`.")]
    [InlineData("put / file", "hearth: '/' is no name; write for example photo.jpg, or /p/alice/photo.jpg. See `hearth put --help`.")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string line, string complaint)
    {
        await using var stage = new VerbStage();

        Assert.Equal(2, await stage.RunAsync(line.Split(' ')));

        Assert.Equal(complaint + "\n", stage.Error);
    }

    [Fact]
    public async Task Peek_shows_the_fields_and_ping_counts_a_boards_refusal_as_an_answer()
    {
        await using var stage = new VerbStage();
        var published = await stage.PublishAsync("/p/alice/x", "hello"u8.ToArray());

        Assert.Equal(0, await stage.RunAsync("peek", "-P", "/p/alice/x"));
        Assert.Contains($"name          {published.VersionedName}/seg=0\n", stage.Output, StringComparison.Ordinal);
        Assert.Contains("content       5 bytes\n", stage.Output, StringComparison.Ordinal);

        Assert.Equal(1, await stage.RunAsync("peek", "/p/alice/nothing"));
        Assert.Equal("hearth: /p/alice/nothing is not published: that Data is its owner's Nack.\n", stage.Error);

        Assert.Equal(0, await stage.RunAsync("ping", "/p/alice", "-c", "2", "-i", "0.001"));
        Assert.Contains("answer from /p/alice: time=", stage.Output, StringComparison.Ordinal);
        Assert.Contains("/p/alice: 2 sent, 2 answered, 0 % lost, min/avg/max = ", stage.Output, StringComparison.Ordinal);
    }

    private static void AssertNothingWritten(VerbStage stage) =>
        Assert.DoesNotContain(Directory.GetFiles(stage.PathOf("")), file => Path.GetFileName(file).Contains('x', StringComparison.Ordinal));

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
