using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Publications;
using Hearth.Repo;
using Hearth.Repo.Publishing;
using Xunit;
using static Hearth.Tests.Repo.RepoFolder;

namespace Hearth.Tests.Repo;

public sealed class PublishingTests : IDisposable
{
    private readonly RepoFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(8000, 1, 1)]
    [InlineData(8001, 2, 1)]
    [InlineData(250 * 8000, 250, 1)]
    [InlineData((250 * 8000) + 1, 251, 2)]
    [InlineData((1024 * 8000) + 17, 1025, 5)]
    public async Task Content_of_any_size_comes_back_from_its_segments(int size, int segments, int manifestSegments)
    {
        using var repo = folder.Open();
        var content = Content(size);

        var published = await PublishedAsync(repo, "/p/alice/photo.jpg", content);

        Assert.Equal(content, Fetch(repo, published.VersionedName));
        Assert.Equal(SHA256.HashData(content), published.Sha256.ToArray());
        Assert.Equal(size, published.Size);
        Assert.Equal(RepoAnswer.Content, Ask(repo, published.VersionedName.AppendSegment((ulong)segments - 1), out _));
        Assert.Equal(RepoAnswer.Nack, Ask(repo, published.VersionedName.AppendSegment((ulong)segments), out _));
        var manifest = published.VersionedName.AppendKeyword("manifest");
        Assert.Equal(RepoAnswer.Content, Ask(repo, manifest.AppendSegment((ulong)manifestSegments - 1), out _));
        Assert.Equal(RepoAnswer.Nack, Ask(repo, manifest.AppendSegment((ulong)manifestSegments), out _));
    }

    [Fact]
    public async Task The_manifest_holds_the_digest_of_every_segments_packet()
    {
        using var repo = folder.Open();
        var published = await PublishedAsync(repo, "/p/alice/photo.jpg", Content(260 * 8000));

        var digests = Fetch(repo, published.VersionedName.AppendKeyword("manifest"));

        Assert.Equal(260 * 32, digests.Length);
        for (var segment = 0; segment < 260; segment++)
        {
            Ask(repo, published.VersionedName.AppendSegment((ulong)segment), out var packet);
            Assert.Equal(SHA256.HashData(packet), digests[(segment * 32)..((segment + 1) * 32)]);
        }
    }

    [Fact]
    public async Task Content_of_unknown_size_is_published_as_well()
    {
        using var repo = folder.Open();
        var content = Content(20_000);

        var published = Assert.IsType<PublishOutcome.Published>(await PublishAsync(repo, "/p/alice/stdin", content, size: null));

        Assert.Equal(content, Fetch(repo, published.Publication.VersionedName));
        Assert.Single(folder.Files);
    }

    [Theory]
    [InlineData(19_999)]
    [InlineData(20_001)]
    public async Task Content_that_is_not_as_long_as_announced_is_not_published(int announced)
    {
        using var repo = folder.Open();

        Assert.IsType<PublishOutcome.SizeMismatch>(await PublishAsync(repo, "/p/alice/x", Content(20_000), size: announced));

        Assert.Empty(repo.List());
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task Reading_that_fails_leaves_nothing_behind()
    {
        using var repo = folder.Open();
        using var broken = new BrokenStream();

        await Assert.ThrowsAsync<IOException>(async () => await repo.PublishAsync(
            new PublishRequest(Name.Parse("/p/alice/x"), Signer) { Size = 100_000 }, broken, Noon, TestContext.Current.CancellationToken));

        Assert.Empty(repo.List());
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task Versions_rise_though_the_clock_goes_back()
    {
        using var repo = folder.Open();

        var first = await PublishedAsync(repo, "/p/alice/x", Content(10), Noon);
        var second = await PublishedAsync(repo, "/p/alice/x", Content(10), Noon.AddDays(-1));
        var third = await PublishedAsync(repo, "/p/alice/x", Content(10), Noon.AddDays(-1));

        Assert.Equal(1_780_315_200_000_000ul, first.Version);
        Assert.Equal(first.Version + 1, second.Version);
        Assert.Equal(first.Version + 2, third.Version);
    }

    [Fact]
    public async Task A_version_that_exists_or_existed_is_refused()
    {
        using var repo = folder.Open();
        var content = Content(10);
        await PublishedAsync(repo, "/p/alice/x/v=7", content);

        Assert.IsType<PublishOutcome.VersionExists>(await PublishAsync(repo, "/p/alice/x/v=7", Content(10, seed: 2)));
        Assert.Equal(content, Fetch(repo, Name.Parse("/p/alice/x/v=7")));

        repo.Unpublish(Name.Parse("/p/alice/x"), Noon);
        Assert.IsType<PublishOutcome.VersionExists>(await PublishAsync(repo, "/p/alice/x/v=7", content));
        Assert.Equal(8ul, (await PublishedAsync(repo, "/p/alice/x", content, DateTimeOffset.UnixEpoch)).Version);
    }

    [Theory]
    [InlineData("/p/bob/x")]
    [InlineData("/p/alice")]
    [InlineData("/p/alice/x/32=metadata")]
    [InlineData("/p/alice/x/v=1/seg=0")]
    [InlineData("/p/alice/KEY/abc")]
    [InlineData("/p/alice/x/v=0")]
    public async Task Names_that_are_not_the_owners_to_give_are_refused(string name)
    {
        using var repo = folder.Open();

        Assert.IsType<PublishOutcome.NameNotUsable>(await PublishAsync(repo, name, Content(10)));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(2000)]
    [InlineData(4300)]
    public async Task A_long_name_leaves_less_room_for_content_in_each_packet(int length)
    {
        using var repo = folder.Open();
        var content = Content(100_000);

        var published = await PublishedAsync(repo, $"/p/alice/{new string('x', length)}", content);

        Assert.Equal(content, Fetch(repo, published.VersionedName));
    }

    [Fact]
    public async Task A_name_that_leaves_no_room_is_refused()
    {
        using var repo = folder.Open();

        Assert.IsType<PublishOutcome.NameNotUsable>(await PublishAsync(repo, $"/p/alice/{new string('x', 5000)}", Content(10)));
    }

    // An update needs 64 MB; of a disk of 256 MB that would be too much, and an eighth is kept.
    [Theory]
    [InlineData(64 << 20, 64L << 30, 70 << 20, 5 << 20, true)]
    [InlineData(64 << 20, 64L << 30, 70 << 20, 6 << 20, false)]
    [InlineData(64 << 20, 256 << 20, 36 << 20, 3 << 20, true)]
    [InlineData(64 << 20, 256 << 20, 36 << 20, 4 << 20, false)]
    [InlineData(0, 256 << 20, 0, 5 << 20, true)]
    public async Task What_is_published_leaves_room_for_an_update(long kept, long all, long free, int size, bool fits)
    {
        using var repo = folder.Open(new RepoOptions { KeptFree = kept, Disk = () => (free, all) });

        var outcome = await PublishAsync(repo, "/p/alice/film", Content(size));

        Assert.True(fits ? outcome is PublishOutcome.Published : outcome is PublishOutcome.DiskFull, $"{outcome}");
        Assert.Equal(fits ? 1 : 0, folder.Files.Length);
    }

    [Fact]
    public async Task What_does_not_fit_the_quota_is_refused_with_the_figures_and_changes_nothing()
    {
        using var repo = folder.Open(new RepoOptions { Quota = 100_000 });
        await PublishedAsync(repo, "/p/alice/first", Content(50_000));

        var known = Assert.IsType<PublishOutcome.OverQuota>(await PublishAsync(repo, "/p/alice/second", Content(50_000)));
        var unknown = Assert.IsType<PublishOutcome.OverQuota>(await PublishAsync(repo, "/p/alice/second", Content(50_000), size: null));

        Assert.Equal(100_000, known.Quota);
        Assert.Equal(100_000 - repo.Usage().StoredBytes, known.Free);
        Assert.True(known.Needed > 50_000);
        Assert.Equal(known.Free, unknown.Free);
        Assert.Equal(Alice.Append("first"), Assert.Single(repo.List()).Name);
        Assert.Single(folder.Files);
    }

    [Fact]
    public async Task Older_versions_make_room_when_the_quota_needs_it_and_stay_when_not()
    {
        using var repo = folder.Open(new RepoOptions { Quota = 200_000 });
        var first = await PublishedAsync(repo, "/p/alice/x", Content(50_000), Noon);
        var second = await PublishedAsync(repo, "/p/alice/x", Content(50_000), Noon.AddMinutes(1));
        var third = await PublishedAsync(repo, "/p/alice/x", Content(50_000), Noon.AddMinutes(2));
        Assert.Equal(3, folder.Files.Length);

        var fourth = await PublishedAsync(repo, "/p/alice/x", Content(50_000), Noon.AddMinutes(3));

        Assert.Equal(3, folder.Files.Length);
        Assert.Equal(RepoAnswer.Nack, Ask(repo, first.VersionedName.AppendSegment(0), out _));
        foreach (var left in new[] { second, third, fourth })
        {
            Assert.Equal(RepoAnswer.Content, Ask(repo, left.VersionedName.AppendSegment(0), out _));
        }
    }

    [Fact]
    public void A_full_disk_is_told_from_other_failures()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);

        var failure = Assert.ThrowsAny<IOException>(() => RandomAccess.Write(full, [1], 0));

        Assert.True(DiskSpace.IsFull(failure));
        Assert.False(DiskSpace.IsFull(new FileNotFoundException()));
    }

    [Fact]
    public async Task Metadata_follows_the_newest_version()
    {
        using var repo = folder.Open();
        await PublishedAsync(repo, "/p/alice/x", Content(10), Noon);
        var second = await PublishedAsync(repo, "/p/alice/x", Content(9000), Noon.AddMinutes(1));

        Assert.Equal(RepoAnswer.Metadata, Ask(repo, Name.Parse("/p/alice/x/32=metadata"), out var packet, canBePrefix: true));

        Assert.True(Data.TryRead(packet, out var data, out _));
        Assert.Equal(6, data.Name.Count);
        Assert.True(data.FreshnessPeriod > TimeSpan.Zero);
        Assert.True(PublicationMetadata.TryRead(data.Content, out var metadata, out _));
        Assert.Equal(second.VersionedName, metadata.VersionedName);
        Assert.Equal(1ul, metadata.FinalSegment);
        Assert.Equal(8000ul, metadata.SegmentSize);
        Assert.Equal(9000ul, metadata.Size);
        Assert.Equal(0ul, metadata.ManifestFinalSegment);
        Assert.Equal("image/jpeg", metadata.MediaType);
        Assert.Equal(second.Sha256.ToArray(), metadata.ContentDigest.ToArray());
    }

    /// <summary>Bytes by NDNts 0.0.20250307, <c>@ndn/rdr</c>: <c>Encoder.encode(new Metadata(name))</c>.</summary>
    [Fact]
    public void Metadata_is_byte_for_byte_what_NDNts_makes_of_a_name()
    {
        var theirs = Convert.FromHexString("07100801700805616c696365080178360107");
        var name = Name.Parse("/p/alice/x/v=7");
        var buffer = new byte[100];

        Assert.Equal(theirs, buffer[..new PublicationMetadata(name).WriteTo(buffer)]);
        Assert.True(PublicationMetadata.TryRead(theirs, out var metadata, out _));
        Assert.Equal(new PublicationMetadata(name), metadata);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public BrokenStream() : base(new byte[30_000])
        {
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("the other side went away");
    }
}
