using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Xunit;

namespace Hearth.Tests.Forwarding;

public sealed class ContentStoreTests
{
    private Node node = new();
    private FaceId consumer;
    private FaceId producer;

    public ContentStoreTests() => Use(new ForwarderOptions());

    [Fact]
    public void What_was_fetched_once_is_answered_from_the_store()
    {
        Fetch("/a/1");
        node.Interest(consumer, "/a/1", 2, link: new LpPacket { FragCount = 1, PitToken = [7] });
        Assert.Equal(["0 Data /a/1 token=07"], node.Sent);
        Assert.Equal((1, 1), (node.Forwarder.ContentStore.Hits, node.Forwarder.ContentStore.Misses));
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public void MustBeFresh_takes_only_what_is_younger_than_its_freshness(int age, bool hit)
    {
        Fetch("/a/1", freshness: 1000);
        node.Advance(age);
        Assert.Equal(hit, IsHit("/a/1", mustBeFresh: true));
    }

    [Fact]
    public void Without_MustBeFresh_age_does_not_matter()
    {
        Fetch("/a/1", freshness: 0);
        node.Advance(1_000_000);
        Assert.True(IsHit("/a/1"));
    }

    [Theory]
    [InlineData("/a/1/v=2/seg=0", "/a/1", true)]
    [InlineData("/a/1/v=2/seg=0", "/a/1/v=2", true)]
    [InlineData("/a/1/v=2/seg=0", "/a", true)]
    [InlineData("/a/1/v=2/seg=0", "/a/2", false)]
    [InlineData("/a/1/v=2/seg=0", "/a/1/v=2/seg=0/x", false)]
    [InlineData("/a/1/2/3/4/5/6/7/8", "/a", true)]
    [InlineData("/a/1/2/3/4/5/6/7/8/9", "/a", false)]
    [InlineData("/a/1/2/3/4/5/6/7/8/9", "/a/1", true)]
    public void CanBePrefix_finds_longer_names_up_to_eight_components(string stored, string asked, bool hit)
    {
        Fetch(stored);
        Assert.Equal(hit, IsHit(asked, canBePrefix: true));
        Assert.Equal(asked == stored, IsHit(asked));
    }

    [Fact]
    public void The_fresh_one_is_found_among_the_stale()
    {
        for (var version = 0; version < 10; version++)
        {
            Fetch($"/a/v={version}/seg=0", freshness: 5000 - version);
            Fetch($"/a/w{version}/v=1/seg=0", freshness: version == 7 ? 60_000 : 10);
        }

        node.Advance(6000);
        Assert.True(IsHit("/a", canBePrefix: true, mustBeFresh: true));
        node.Advance(60_000);
        Assert.False(IsHit("/a", canBePrefix: true, mustBeFresh: true));
    }

    [Fact]
    public void A_prefix_is_found_until_its_last_packet_is_gone()
    {
        Use(new ForwarderOptions { ContentStoreBytes = 100_000 });
        Fetch("/a/old/v=1/seg=0");
        Assert.True(IsHit("/a/old", canBePrefix: true));
        for (var i = 0; i < 200; i++)
        {
            Fetch($"/a/new/{i}", size: 1000);
        }

        Assert.False(IsHit("/a/old", canBePrefix: true));
        Assert.True(IsHit("/a/new", canBePrefix: true));
    }

    [Fact]
    public void The_implicit_digest_finds_that_very_packet()
    {
        Fetch("/a/1");
        Assert.True(Data.TryRead(Node.BuildData("/a/1"), out var data, out _));
        var digest = new byte[32];
        data.ComputeImplicitDigest(digest);
        Assert.True(IsHit($"/a/1/sha256digest={Convert.ToHexString(digest)}"));
        digest[0] ^= 1;
        Assert.False(IsHit($"/a/1/sha256digest={Convert.ToHexString(digest)}"));
    }

    [Fact]
    public void NoCache_is_respected()
    {
        node.Interest(consumer, "/a/1");
        node.Data(producer, "/a/1", link: new LpPacket { FragCount = 1, CachePolicy = 1 });
        Assert.Equal(["1 Interest /a/1", "0 Data /a/1"], node.Sent);
        Assert.False(IsHit("/a/1"));
    }

    [Fact]
    public void Serving_and_admitting_can_be_switched_off()
    {
        var store = node.Forwarder.ContentStore;
        store.IsAdmitting = false;
        Fetch("/a/1");
        Assert.Equal(0, store.Count);
        store.IsAdmitting = true;
        Fetch("/a/2");
        store.IsServing = false;
        Assert.False(IsHit("/a/2"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(50_000)]
    [InlineData(1_000_000)]
    public void The_budget_holds_whatever_comes_and_is_used(int budget)
    {
        Use(new ForwarderOptions { ContentStoreBytes = budget });
        var random = new Random(1);
        var most = 0L;
        for (var i = 0; i < 3000; i++)
        {
            Fetch($"/a/{random.Next(2000)}/{random.Next(3)}/{i}", size: random.Next(8000));
            var used = node.Forwarder.ContentStore.UsedBytes;
            Assert.InRange(used, 0, budget);
            most = Math.Max(most, used);
        }

        // Room for one packet of any size and name is kept free.
        Assert.True(budget < 50_000 || most > budget - 60_000 - (budget / 20));
    }

    [Fact]
    public void A_packet_takes_less_than_five_quarters_of_its_bytes()
    {
        Use(new ForwarderOptions { ContentStoreBytes = 1 << 20 });
        var bytes = 0;
        for (var i = 0; i < 5000; i++)
        {
            Fetch($"/a/{i}", size: 1000);
            bytes = Node.BuildData($"/a/{i}", size: 1000).Length;
        }

        var perPacket = (double)(1 << 20) / node.Forwarder.ContentStore.Count;
        Assert.InRange(perPacket, bytes, bytes * 1.25);
    }

    [Fact]
    public void What_is_asked_for_again_outlives_any_flood_of_what_is_asked_for_once()
    {
        Use(new ForwarderOptions { ContentStoreBytes = 100_000 });
        Fetch("/a/popular", size: 1000);
        Fetch("/a/lost", size: 1000);
        Assert.True(IsHit("/a/popular") && IsHit("/a/popular"));
        for (var i = 0; i < 2000; i++)
        {
            Fetch($"/a/{i}", size: 1000);

            // Far less often than a store that keeps what was asked for last would have to hear of it.
            Assert.True(i % 500 != 0 || IsHit("/a/popular"));
        }

        Assert.False(IsHit("/a/lost"));
        Assert.InRange(node.Forwarder.ContentStore.UnusedEvictions, 1900, node.Forwarder.ContentStore.Evictions);
    }

    [Fact]
    public void What_comes_back_soon_after_it_left_is_kept()
    {
        Use(new ForwarderOptions { ContentStoreBytes = 100_000 });
        for (var i = 0; i < 80; i++)
        {
            Fetch($"/a/{i}", size: 1000);
        }

        Assert.False(IsHit("/a/0"));
        Fetch("/a/0", size: 1000);
        for (var i = 100; i < 300; i++)
        {
            Fetch($"/a/{i}", size: 1000);
        }

        Assert.True(IsHit("/a/0"));
        Assert.False(IsHit("/a/100"));
    }

    [Fact]
    public void Where_everything_is_popular_a_newcomer_still_finds_room_at_once()
    {
        Use(new ForwarderOptions { ContentStoreBytes = 1_000_000 });
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 700; i++)
            {
                Fetch($"/a/{i}", size: 1000);
            }
        }

        Fetch("/a/new", size: 1000);
        Assert.True(IsHit("/a/new"));
    }

    [Fact]
    public void A_smaller_budget_takes_effect_at_once_and_a_larger_one_makes_room()
    {
        var store = node.Forwarder.ContentStore;
        for (var i = 0; i < 500; i++)
        {
            Fetch($"/a/{i}", size: 1000);
        }

        store.CapacityBytes = 50_000;
        Assert.InRange(store.UsedBytes, 1, 50_000);
        Assert.True(IsHit("/a/499"));
        store.CapacityBytes = 10_000_000;
        for (var i = 0; i < 5000; i++)
        {
            Fetch($"/a/{i}", size: 1000);
        }

        Assert.Equal(5000, store.Count);
    }

    private void Use(ForwarderOptions options)
    {
        node = new Node(options);
        consumer = node.AddFace();
        producer = node.AddFace();
        node.AddRoute("/a", producer);
    }

    private void Fetch(string name, int freshness = 10_000, int size = 10)
    {
        node.Interest(consumer, name, nonce: null);
        node.Data(producer, name, freshness, size);
        _ = node.Sent;
    }

    private bool IsHit(string name, bool canBePrefix = false, bool mustBeFresh = false)
    {
        _ = node.Sent;
        node.Interest(consumer, name, nonce: null, with => new InterestBuilder(with.Name) { CanBePrefix = canBePrefix, MustBeFresh = mustBeFresh });
        var isHit = node.Sent is [var sent] && sent.StartsWith("0 Data", StringComparison.Ordinal);

        // Whatever is pending now must not swallow the next question.
        node.Advance(4000);
        node.Now -= TimeSpan.FromMilliseconds(4000);
        return isHit;
    }
}
