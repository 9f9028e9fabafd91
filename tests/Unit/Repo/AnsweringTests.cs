using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;
using Hearth.Repo;
using Xunit;
using static Hearth.Tests.Repo.RepoFolder;

namespace Hearth.Tests.Repo;

public sealed class AnsweringTests : IDisposable
{
    private readonly RepoFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_name_that_may_be_a_prefix_finds_the_newest_versions_first_segment()
    {
        using var repo = folder.Open();
        var first = await PublishedAsync(repo, "/p/alice/d/x", Content(10), Noon);
        var second = await PublishedAsync(repo, "/p/alice/d/x", Content(10), Noon.AddMinutes(1));
        await PublishedAsync(repo, "/p/alice/d/y", Content(10), Noon.AddMinutes(2));

        Assert.Equal(second.VersionedName.AppendSegment(0), NameOf("/p/alice/d/x"));
        Assert.Equal(second.VersionedName.AppendSegment(0), NameOf("/p/alice/d"));
        Assert.Equal(second.VersionedName.AppendSegment(0), NameOf("/p/alice"));
        Assert.Equal(first.VersionedName.AppendSegment(0), NameOf(first.VersionedName.ToString()));

        Name NameOf(string asked)
        {
            Assert.Equal(RepoAnswer.Content, Ask(repo, Name.Parse(asked), out var packet, canBePrefix: true));
            return DataName(packet);
        }
    }

    [Theory]
    [InlineData("/p/alice/nothing")]
    [InlineData("/p/alice/x")]
    [InlineData("/p/alice/x/v=7")]
    [InlineData("/p/alice/x/v=7/seg=0")]
    [InlineData("/p/alice/x/v=18446744073709551615/seg=0")]
    [InlineData("/p/alice/x/32=metadata")]
    [InlineData("/p/alice/32=manifest/seg=0")]
    [InlineData("/p/alice/seg=0")]
    [InlineData("/p/alice")]
    public async Task What_is_not_published_is_answered_with_a_signed_Nack_of_that_very_name(string asked)
    {
        using var repo = folder.Open();
        await PublishedAsync(repo, "/p/alice/x", Content(10));

        Assert.Equal(RepoAnswer.Nack, Ask(repo, Name.Parse(asked), out var packet));

        Assert.Equal(Name.Parse(asked), DataName(packet));
    }

    [Fact]
    public void A_discovery_of_nothing_is_answered_with_a_Nack_of_metadatas_form()
    {
        using var repo = folder.Open();
        var asked = Name.Parse("/p/alice/x/32=metadata");

        Assert.Equal(RepoAnswer.Nack, Ask(repo, asked, out var first, canBePrefix: true));
        Assert.Equal(RepoAnswer.Nack, Ask(repo, asked, out var second, canBePrefix: true));

        Assert.True(asked.IsPrefixOf(DataName(first)));
        Assert.Equal(asked.Count + 2, DataName(first).Count);
        Assert.NotEqual(DataName(first), DataName(second));
    }

    [Theory]
    [InlineData("/p/bob/x")]
    [InlineData("/p")]
    [InlineData("/p/alicex")]
    public void Other_namespaces_are_not_answered_for(string asked)
    {
        using var repo = folder.Open();

        Assert.Equal(RepoAnswer.None, Ask(repo, Name.Parse(asked), out _, canBePrefix: true));
    }

    [Fact]
    public void A_repo_without_owner_answers_nothing()
    {
        using var repo = ContentRepo.Open(folder.Path, new RepoOptions());

        Assert.Equal(RepoAnswer.None, Ask(repo, Name.Parse("/p/alice/x"), out _));
    }

    [Fact]
    public async Task A_packet_can_be_asked_for_by_its_digest_and_no_other_answers()
    {
        using var repo = folder.Open();
        var published = await PublishedAsync(repo, "/p/alice/x", Content(10));
        var segment = published.VersionedName.AppendSegment(0);
        Ask(repo, segment, out var packet);

        Assert.Equal(RepoAnswer.Content, Ask(repo, segment.Append(TlvType.ImplicitSha256DigestComponent, SHA256.HashData(packet)), out var same));
        Assert.Equal(packet, same);
        Assert.Equal(RepoAnswer.None, Ask(repo, segment.Append(TlvType.ImplicitSha256DigestComponent, new byte[32]), out _));
    }

    [Fact]
    public async Task Unpublishing_removes_the_bytes_and_keeps_name_and_digest()
    {
        using var repo = folder.Open();
        var published = await PublishedAsync(repo, "/p/alice/x", Content(10));
        await PublishedAsync(repo, "/p/alice/y", Content(10));
        Ask(repo, published.VersionedName.AppendSegment(0), out _);

        var gone = Assert.Single(repo.Unpublish(Name.Parse("/p/alice/x"), Noon));

        Assert.Equal(published.VersionedName, gone.VersionedName);
        Assert.Single(folder.Files);
        Assert.Equal(Alice.Append("y"), Assert.Single(repo.List()).Name);
        Assert.Equal(RepoAnswer.Nack, Ask(repo, published.VersionedName.AppendSegment(0), out _));
        Assert.Equal(RepoAnswer.Nack, Ask(repo, Name.Parse("/p/alice/x"), out _, canBePrefix: true));
        Assert.Equal(RepoAnswer.Nack, Ask(repo, Name.Parse("/p/alice/x/32=metadata"), out _, canBePrefix: true));
        Assert.Empty(repo.Unpublish(Name.Parse("/p/alice/x"), Noon));
    }

    [Fact]
    public async Task One_version_can_be_unpublished_alone()
    {
        using var repo = folder.Open();
        var first = await PublishedAsync(repo, "/p/alice/x", Content(10), Noon);
        var second = await PublishedAsync(repo, "/p/alice/x", Content(10), Noon.AddMinutes(1));

        repo.Unpublish(second.VersionedName, Noon);

        Assert.Equal(first.VersionedName, Assert.Single(repo.List()).VersionedName);
        Assert.Equal(RepoAnswer.Nack, Ask(repo, second.VersionedName.AppendSegment(0), out _));
    }

    [Fact]
    public async Task More_files_than_may_be_open_are_served_all_the_same()
    {
        using var repo = folder.Open(new RepoOptions { OpenFiles = 2 });
        var published = new List<Publication>();
        for (var i = 0; i < 5; i++)
        {
            published.Add(await PublishedAsync(repo, $"/p/alice/{i}", Content(9000, seed: i)));
        }

        for (var i = 0; i < 15; i++)
        {
            Assert.Equal(Content(9000, seed: i % 5), Fetch(repo, published[i % 5].VersionedName));
        }
    }

    [Fact]
    public async Task Answering_a_segment_allocates_nothing()
    {
        using var repo = folder.Open();
        var published = await PublishedAsync(repo, "/p/alice/x", Content(100_000));
        var wire = new InterestBuilder(published.VersionedName.AppendSegment(3)) { Nonce = 1 }.Build();
        var buffer = new byte[PacketLimits.MaxPacketSize];
        Answer();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Answer();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Answer()
        {
            Interest.TryRead(wire, out var interest, out _);
            if (repo.Answer(interest, buffer, Noon, out _) != RepoAnswer.Content)
            {
                throw new InvalidOperationException("not answered");
            }
        }
    }

    [Fact]
    public void Signing_on_demand_is_limited_and_recovers()
    {
        using var repo = folder.Open(new RepoOptions { LivePacketsPerSecond = 5 });
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(RepoAnswer.Nack, Ask(repo, Alice.Append($"{i}"), out _));
        }

        Assert.Equal(RepoAnswer.None, Ask(repo, Alice.Append("6"), out _));
        Assert.Equal(1, repo.Usage().Withheld);
        Assert.Equal(RepoAnswer.Nack, Ask(repo, Alice.Append("6"), out _, now: Noon.AddMilliseconds(250)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4700)]
    [InlineData(8700)]
    public void A_name_of_any_length_throws_nothing(int length)
    {
        using var repo = folder.Open();

        var answer = Ask(repo, Alice.Append(new string('x', length)), out _);

        Assert.Equal(length < 4000 ? RepoAnswer.Nack : RepoAnswer.None, answer);
    }

    private static Name DataName(byte[] packet)
    {
        Assert.True(Data.TryRead(packet, out var data, out _));
        return data.Name.ToName();
    }
}
