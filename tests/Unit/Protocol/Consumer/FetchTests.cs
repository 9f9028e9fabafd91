using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol.Consumer;

public sealed class FetchTests
{
    private static readonly Name Version = Name.Parse("/p/alice/x/v=7");
    private static readonly byte[] Content = Bytes(100_500);

    [Fact]
    public void Its_Interests_go_no_further_than_they_may()
    {
        var limits = new List<byte?>();
        var link = new VirtualLink(1)
        {
            Producer = sent =>
            {
                Assert.True(Interest.TryRead(sent, out var interest, out _));
                limits.Add(interest.HopLimit);
                return null;
            },
        };

        link.Run("/p/alice/x", Stranger(), new FetchOptions { HopLimit = 2, Patience = TimeSpan.FromSeconds(3) });

        Assert.NotEmpty(limits);
        Assert.All(limits, limit => Assert.Equal((byte)2, limit));
    }

    [Fact]
    public void A_published_name_is_found_by_metadata_and_verified_by_its_manifest()
    {
        var trust = Trust();
        var link = new VirtualLink(1) { Producer = Published().Answer };

        var fetch = link.Run("/p/alice/x", trust);

        AssertDone(fetch, link, Content);
        Assert.Equal(Version, fetch.Prefix);
        Assert.False(fetch.IsIntegrityOnly);
        // Metadata and eleven manifest segments; the segments' signatures are not looked at.
        Assert.Equal(12, trust.Judged);
        Assert.Equal(1 + 11 + 101, link.Interests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(200)]
    public void Manifest_segments_of_any_length_do(int digestsPerSegment)
    {
        var shelf = Shelf().WithSegments(Version, Content).WithManifest(Version, digestsPerSegment);
        var link = new VirtualLink(1) { Producer = shelf.Answer };

        AssertDone(link.Run("/p/alice/x", Trust()), link, Content);
    }

    [Fact]
    public void Lossy_links_of_many_seeds_bring_the_content_whole()
    {
        var shelf = Published();
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var link = new VirtualLink(seed)
            {
                Producer = shelf.Answer,
                Loss = random.NextDouble() * 0.3,
                Duplicates = random.NextDouble() * 0.3,
                Delay = TimeSpan.FromMilliseconds(random.Next(1, 200)),
                Jitter = TimeSpan.FromMilliseconds(random.Next(0, 50)),
                Rate = random.Next(2) == 0 ? 0 : random.Next(1, 100) * 1e6,
                Queue = random.Next(5, 100),
                MarkAbove = random.Next(2) == 0 ? int.MaxValue : 5,
            };

            var fetch = link.Run("/p/alice/x", Trust(), new FetchOptions { Patience = TimeSpan.FromMinutes(5) });

            Assert.True(fetch.State == FetchState.Done, $"seed {seed}: {fetch.Failure}");
            Assert.True(Content.AsSpan().SequenceEqual(link.Output.WrittenSpan), $"seed {seed}");
        }
    }

    [Fact]
    public void A_producer_without_metadata_is_found_by_prefix()
    {
        var shelf = Shelf().WithSegments(Name.Parse("/stranger/file/v=3"), Content);
        var link = new VirtualLink(1) { Producer = shelf.Answer };

        var fetch = link.Run("/stranger/file", Stranger());

        AssertDone(fetch, link, Content);
        Assert.Equal("/stranger/file/v=3", fetch.Prefix.ToString());
        Assert.True(fetch.IsIntegrityOnly);
    }

    [Fact]
    public void Metadata_of_a_stranger_without_manifest_will_do()
    {
        var version = Name.Parse("/stranger/file/v=3");
        var link = new VirtualLink(1) { Producer = Shelf().WithSegments(version, Content).WithMetadata(version).Answer };

        AssertDone(link.Run("/stranger/file", Stranger()), link, Content);
    }

    [Fact]
    public void Segments_right_under_the_name_will_do()
    {
        var link = new VirtualLink(1) { Producer = Shelf().WithSegments(Name.Parse("/stranger/file"), Content).Answer };

        AssertDone(link.Run("/stranger/file", Stranger()), link, Content);
    }

    [Fact]
    public void Content_in_one_packet_will_do()
    {
        var shelf = Shelf().Put(new DataBuilder(Name.Parse("/stranger/note")) { FreshnessPeriod = TimeSpan.FromSeconds(1), Content = "hi"u8.ToArray() });
        var link = new VirtualLink(1) { Producer = shelf.Answer };

        AssertDone(link.Run("/stranger/note", Stranger()), link, "hi"u8.ToArray());
    }

    [Fact]
    public void A_producer_that_says_the_end_in_its_last_segment_alone_will_do()
    {
        var shelf = Shelf().WithSegments(Version, Content, saysEnd: false);
        var silent = new VirtualLink(1) { Producer = shelf.Answer };
        var nacking = new VirtualLink(1)
        {
            Producer = new Shelf(DigestSha256.Signer) { Nacks = Name.Parse("/p/alice") }.WithSegments(Version, Content, saysEnd: false).Answer,
        };

        AssertDone(silent.Run("/p/alice/x/v=7", Stranger()), silent, Content);
        AssertDone(nacking.Run("/p/alice/x/v=7", Stranger()), nacking, Content);
    }

    [Fact]
    public void A_name_with_its_version_needs_no_discovery()
    {
        var link = new VirtualLink(1) { Producer = Published().Answer };

        AssertDone(link.Run("/p/alice/x/v=7", Trust(), new FetchOptions { ExpectsManifest = true }), link, Content);

        Assert.Equal(101 + 11, link.Interests);
    }

    [Fact]
    public void Where_a_manifest_was_expected_and_there_is_none_each_segment_is_judged()
    {
        var trust = Trust();
        var shelf = new Shelf(DigestSha256.Signer) { Nacks = Name.Parse("/p/alice") }.WithSegments(Version, Content);
        var link = new VirtualLink(1) { Producer = shelf.Answer };

        AssertDone(link.Run("/p/alice/x/v=7", trust, new FetchOptions { ExpectsManifest = true }), link, Content);

        Assert.True(trust.Judged > 101);
    }

    [Fact]
    public void One_packet_can_be_fetched_by_its_name()
    {
        var link = new VirtualLink(1) { Producer = Published().Answer };

        AssertDone(link.Run("/p/alice/x/v=7/seg=100", Trust()), link, Content[100_000..]);
    }

    [Fact]
    public void Empty_content_is_content()
    {
        var link = new VirtualLink(1) { Producer = Shelf().WithSegments(Version, []).WithManifest(Version, 10).Answer };

        AssertDone(link.Run("/p/alice/x", Trust()), link, []);
    }

    [Fact]
    public void What_is_not_published_fails_in_one_round_trip()
    {
        var link = new VirtualLink(1) { Producer = new Shelf(DigestSha256.Signer) { Nacks = Name.Parse("/p/alice") }.Answer };

        var fetch = link.Run("/p/alice/x", Trust());

        Assert.Equal(FetchFailure.NotPublished, fetch.Failure);
        Assert.Equal(link.Delay, link.Now);
    }

    [Fact]
    public void A_Nack_that_is_provably_not_the_owners_is_ignored()
    {
        var honest = Published();
        var liars = 3;
        var link = new VirtualLink(1)
        {
            Producer = wire => liars-- > 0 && Interest.TryRead(wire, out var interest, out _)
                ? new DataBuilder(interest.Name.ToName()) { ContentType = ContentType.Nack }.Build(new HmacSha256Stranger())
                : honest.Answer(wire),
        };

        AssertDone(link.Run("/p/alice/x", Trust()), link, Content);
    }

    [Fact]
    public void No_route_fails_at_once_when_no_cache_has_it_either()
    {
        var link = new VirtualLink(1) { Producer = _ => null, Refuses = _ => NackReason.NoRoute };

        var fetch = link.Run("/nowhere", Stranger());

        Assert.Equal(FetchFailure.NoRoute, fetch.Failure);
        Assert.Equal(2 * link.Delay, link.Now);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_the_owner_is_off_a_copy_in_a_cache_will_do_and_the_fetch_says_so(bool isRefused)
    {
        var published = Published();
        var link = new VirtualLink(1)
        {
            // A cache whose copies are all stale, and behind it nobody.
            Producer = wire => IsToBeFresh(wire) ? null : published.Answer(wire),
            Refuses = wire => isRefused && IsToBeFresh(wire) ? NackReason.NoRoute : null,
        };

        var fetch = link.Run("/p/alice/x", Trust());

        AssertDone(fetch, link, Content);
        Assert.True(fetch.MayBeOld);
    }

    [Fact]
    public void Silence_fails_when_patience_ends()
    {
        var link = new VirtualLink(1) { Producer = _ => null };

        var fetch = link.Run("/nowhere", Stranger(), new FetchOptions { Patience = TimeSpan.FromSeconds(3) });

        Assert.Equal(FetchFailure.Timeout, fetch.Failure);
        Assert.Equal(TimeSpan.FromSeconds(3), link.Now);
    }

    [Fact]
    public void A_way_that_goes_and_comes_back_does_not_end_a_fetch()
    {
        var published = Published();
        var seen = 0;
        var link = new VirtualLink(1)
        {
            Producer = published.Answer,
            Refuses = _ => ++seen is > 40 and < 60 ? NackReason.NoRoute : null,
        };

        AssertDone(link.Run("/p/alice/x", Trust()), link, Content);
    }

    [Fact]
    public void A_packet_that_is_not_the_manifests_is_asked_for_by_its_digest()
    {
        var honest = Published();
        var poisoned = Published().Replace(Version.AppendSegment(50), "something else");
        var link = new VirtualLink(1) { Producer = wire => AsksByDigest(wire) ? honest.Answer(wire) : poisoned.Answer(wire) };

        AssertDone(link.Run("/p/alice/x", Trust()), link, Content);
    }

    [Fact]
    public void A_producer_that_lies_twice_is_refused_and_nothing_of_it_comes_out()
    {
        var lying = Published().Replace(Version.AppendSegment(50), "something else");
        var link = new VirtualLink(1)
        {
            // Even asked by digest: the plain packet of that name.
            Producer = wire => lying.Answer(AsksByDigest(wire) ? WithoutDigest(wire) : wire),
        };

        var fetch = link.Run("/p/alice/x", Trust());

        Assert.Equal(FetchFailure.WrongSegment, fetch.Failure);
        Assert.Equal(Content[..50_000], link.Output.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_manifest_that_is_not_the_owners_is_refused_before_anything_comes_out()
    {
        var forged = new Shelf(new HmacSha256Stranger()).WithSegments(Version, Content).WithManifest(Version, 10);
        var link = new VirtualLink(1) { Producer = forged.Answer };

        var fetch = link.Run("/p/alice/x/v=7", Trust(), new FetchOptions { ExpectsManifest = true });

        Assert.Equal(FetchFailure.Untrusted, fetch.Failure);
        Assert.Equal(0, link.Output.WrittenCount);
    }

    [Fact]
    public void A_manifest_that_ends_before_the_segments_do_is_refused()
    {
        var shelf = Published().Replace(Version.AppendSegment(101), "more").WithMetadata(Version, final: 101, manifestFinal: 10);
        var link = new VirtualLink(1) { Producer = shelf.Answer };

        Assert.Equal(FetchFailure.Inconsistent, link.Run("/p/alice/x", Trust()).Failure);
    }

    [Fact]
    public void Metadata_that_points_elsewhere_is_refused()
    {
        var shelf = Shelf().WithSegments(Version, Content).WithSegments(Name.Parse("/p/bob/x/v=1"), Bytes(10))
            .Put(new DataBuilder(Name.Parse("/p/alice/x/32=metadata/v=1/seg=0")) { Content = Bob() });
        var link = new VirtualLink(1) { Producer = shelf.Answer };

        Assert.Equal(FetchFailure.Inconsistent, link.Run("/p/alice/x", Trust()).Failure);

        static byte[] Bob()
        {
            var buffer = new byte[100];
            return buffer[..new Hearth.Protocol.Publications.PublicationMetadata(Name.Parse("/p/bob/x/v=1")).WriteTo(buffer)];
        }
    }

    [Fact]
    public void A_certificate_is_fetched_when_it_is_needed()
    {
        var key = Name.Parse("/p/alice/KEY/k1");
        var shelf = Published().Put(new DataBuilder(key.Append("self").AppendVersion(1)) { Content = new byte[91] });
        var trust = Trust(key);
        var link = new VirtualLink(1) { Producer = shelf.Answer };

        AssertDone(link.Run("/p/alice/x", trust), link, Content);

        Assert.Equal(key, Assert.Single(trust.Learned).Prefix(4));
    }

    [Fact]
    public void A_certificate_that_cannot_be_had_leaves_the_content_untrusted()
    {
        var published = Published();
        var trust = Trust(Name.Parse("/p/alice/KEY/k1"));
        var link = new VirtualLink(1) { Producer = published.Answer };

        Assert.Equal(FetchFailure.Untrusted, link.Run("/p/alice/x", trust).Failure);
        Assert.Single(trust.GivenUp);
    }

    [Fact]
    public void Nothing_that_comes_unasked_does_harm()
    {
        var random = new Random(5);
        var published = Published();
        var link = new VirtualLink(1)
        {
            Producer = wire =>
            {
                var answer = published.Answer(wire);
                if (answer is not null && random.Next(3) == 0)
                {
                    answer = [.. answer];
                    answer[random.Next(answer.Length)] ^= (byte)(1 << random.Next(8));
                }

                return answer;
            },
        };

        var fetch = link.Run("/p/alice/x", Trust());

        // Names or digests that do not fit are asked for again; only a broken signature ends it, as it must.
        Assert.True(fetch.State == FetchState.Done || fetch.Failure is FetchFailure.Untrusted or FetchFailure.WrongSegment or FetchFailure.Inconsistent or FetchFailure.NotPublished);
        Assert.True(Content.AsSpan(0, link.Output.WrittenCount).SequenceEqual(link.Output.WrittenSpan));
    }

    private static Shelf Shelf() => new(DigestSha256.Signer);

    private static Shelf Published() => Shelf().WithSegments(Version, Content).WithManifest(Version, 10);

    private static TestTrust Trust(Name? certificate = null) => new(DigestSha256.Verifier, certificate);

    private static TestTrust Stranger() => new(DigestSha256.Verifier) { IsOwnerKnown = false };

    private static bool AsksByDigest(byte[] wire) =>
        Interest.TryRead(wire, out var interest, out _) && interest.Name.Last.Type == Hearth.Protocol.Tlv.TlvType.ImplicitSha256DigestComponent;

    private static byte[] WithoutDigest(byte[] wire)
    {
        Assert.True(Interest.TryRead(wire, out var interest, out _));
        return new InterestBuilder(interest.Name.Prefix(interest.Name.Count - 1).ToName()) { Nonce = 1 }.Build();
    }

    private static void AssertDone(Fetch fetch, VirtualLink link, byte[] content)
    {
        Assert.Equal(FetchFailure.None, fetch.Failure);
        Assert.Equal(FetchState.Done, fetch.State);
        Assert.Equal(content, link.Output.WrittenSpan.ToArray());
        Assert.Equal(content.Length, fetch.ContentBytes);
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static bool IsToBeFresh(byte[] wire) => Interest.TryRead(wire, out var interest, out _) && interest.MustBeFresh;

    /// <summary>Somebody else's key.</summary>
    private sealed class HmacSha256Stranger : Signer
    {
        public override SignatureType Type => SignatureType.HmacWithSha256;

        public override Name? KeyLocator => Name.Parse("/p/mallory/KEY/k1");

        public override int MaxSignatureSize => 32;

        public override int Sign(ReadOnlySpan<byte> portion, Span<byte> signature)
        {
            signature[..32].Clear();
            return 32;
        }
    }
}
