using Hearth.Cache;
using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Tests.Faces;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using TestForwarder = Hearth.Tests.Forwarding.Node;

namespace Hearth.Tests.Cache;

public sealed class DiskTierTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("disk-tier").FullName;
    private readonly ManualTime time = new();

    [Fact]
    public void Popular_content_is_answered_from_disk_after_a_restart_and_cold_content_is_not()
    {
        var first = new Stage(this);
        first.Fetch("/a/popular");
        first.Fetch("/a/cold");
        first.Ask("/a/popular");
        first.Ask("/a/popular");
        first.Close();

        var second = new Stage(this);
        Assert.Equal(1, second.Tier.Status.Packets);
        Assert.Equal(["2 Interest /a/popular"], second.Ask("/a/popular"));
        Assert.Equal(["1 Interest /a/cold"], second.Ask("/a/cold"));
        Assert.Equal(["0 Data /a/popular"], second.AnswerFromDisk("/a/popular"));

        // It is old, as far as anybody here knows.
        Assert.Equal(["1 Interest /a/popular"], second.Ask("/a/popular", mustBeFresh: true));
        second.Close();
    }

    [Fact]
    public void The_oldest_content_gives_way_and_what_remains_is_whole()
    {
        var stage = new Stage(this);
        for (var i = 0; i < 2500; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            stage.Offer($"/a/{i}", 8000);
        }

        stage.Close();
        var again = new Stage(this);
        Assert.InRange(again.Tier.Status.Packets, CacheFile.SegmentSize / 8400, 2 * CacheFile.SegmentSize / 8000);
        Assert.Empty(again.Read("/a/0"));
        Assert.Equal(TestForwarder.BuildData("/a/2499", size: 8000), again.Read("/a/2499"));
        again.Close();
    }

    [Fact]
    public void What_the_disk_changed_is_not_answered()
    {
        var stage = new Stage(this);
        stage.Offer("/a/1", 1000);
        stage.Offer("/a/2", 1000);
        stage.Close();
        var path = Path.Join(folder, "cache");
        var bytes = File.ReadAllBytes(path);
        bytes[^(bytes.Length - 600)] ^= 1;
        File.WriteAllBytes(path, bytes);

        var again = new Stage(this);
        Assert.Empty(again.Read("/a/1"));
        again.Close();
    }

    [Fact]
    public void What_is_erased_under_a_prefix_is_gone_for_good_and_the_rest_is_whole()
    {
        var stage = new Stage(this);
        foreach (var name in (string[])["/a/1", "/a/2", "/ab/1", "/a/3", "/b/1"])
        {
            stage.Offer(name, 1000);
        }

        Assert.Equal(1ul, stage.Erase("/a", most: 1));
        Assert.Equal(2ul, stage.Erase("/a"));
        Assert.Equal(0ul, stage.Erase("/a"));
        Assert.Equal(2, stage.Tier.Status.Packets);
        Assert.Empty(stage.Read("/a/2"));
        stage.Offer("/c/1", 1000);
        stage.Close();

        var again = new Stage(this);
        Assert.Equal(3, again.Tier.Status.Packets);
        Assert.Equal(TestForwarder.BuildData("/b/1", size: 1000), again.Read("/b/1"));
        Assert.Equal(TestForwarder.BuildData("/c/1", size: 1000), again.Read("/c/1"));
        again.Close();
        Assert.Equal(-1, File.ReadAllBytes(Path.Join(folder, "cache")).AsSpan().IndexOf(TestForwarder.BuildData("/a/2", size: 1000).AsSpan(0, 12)));
    }

    [Fact]
    public void Small_packets_that_fill_the_index_make_room_for_newer_ones()
    {
        // As many as the index has places for, and one.
        const int Most = 2 * CacheFile.SegmentSize / 1024;
        var stage = new Stage(this);
        for (var i = 0; i <= Most; i++)
        {
            stage.Offer($"/a/{i}", 10);
        }

        Assert.InRange(stage.Tier.Status.Packets, 1, Most + 1);
        stage.Offer("/a/last", 10);
        stage.Offer("/a/more", 10);
        Assert.InRange(stage.Tier.Status.Packets, 1, 3);
        Assert.Equal(TestForwarder.BuildData("/a/more", size: 10), stage.Read("/a/more"));
        stage.Close();
    }

    [Fact]
    public void It_tells_what_it_holds_and_what_today_allows()
    {
        var stage = new Stage(this);
        stage.Offer("/a/1", 8000);
        var size = TestForwarder.BuildData("/a/1", size: 8000).Length;
        Assert.NotEmpty(stage.Read("/a/1"));
        var status = stage.Tier.Status;
        Assert.Equal((2L * CacheFile.SegmentSize, 1, 1L, 1L), (status.Capacity, status.Packets, status.Hits, status.Written));
        Assert.InRange(status.UsedBytes, size, size + 64);
        Assert.Equal((DiskTier.BytesPerDay, (long)size), (status.BytesPerDay, status.BytesToday));

        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, stage.Tier.Status.BytesToday);
        stage.Close();

        var again = new Stage(this);
        Assert.InRange(again.Tier.Status.UsedBytes, size, size + 64);
        again.Close();
    }

    [Fact]
    public void No_more_is_written_in_a_day_than_the_day_allows()
    {
        var allowance = new WriteAllowance(bytesPerDay: 24_000_000);
        var written = 0L;
        for (var now = TimeSpan.Zero; now < TimeSpan.FromDays(1); now += TimeSpan.FromSeconds(1))
        {
            while (allowance.TryTake(1000, now))
            {
                written += 1000;
            }
        }

        Assert.InRange(written, 23_000_000, 24_000_000);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // A node with a consumer (face 0), a producer (1) and the disk (2).
    private sealed class Stage
    {
        private readonly TestForwarder node = new();
        private readonly FaceId consumer;
        private readonly FaceId producer;
        private readonly NameHash hash;
        private int offered;

        public Stage(DiskTierTests tests)
        {
            consumer = node.AddFace();
            producer = node.AddFace();
            node.AddRoute("/a", producer);
            hash = node.Forwarder.NewNameHash();
            Tier = new DiskTier(Path.Join(tests.folder, "cache"), 2 * CacheFile.SegmentSize, node.Forwarder.NewNameHash(), node.Forwarder.NewNameHash(), action => action(), tests.time, NullLogger.Instance)
            {
                Face = node.AddFace(FaceScope.Local),
            };
            node.Forwarder.SecondTier = Tier;
        }

        public DiskTier Tier { get; }

        public void Fetch(string name)
        {
            Ask(name);
            node.Data(producer, name);
            _ = node.Sent;
        }

        public string[] Ask(string name, bool mustBeFresh = false)
        {
            node.Interest(consumer, name, nonce: null, with => new InterestBuilder(with.Name) { MustBeFresh = mustBeFresh });
            return node.Sent;
        }

        public string[] AnswerFromDisk(string name)
        {
            node.Receive(Tier.Face, Read(name));
            return node.Sent;
        }

        public void Offer(string name, int size)
        {
            Tier.Offer(hash.Of(Name.Parse(name)), TestForwarder.BuildData(name, size: size));
            offered++;
            Assert.True(SpinWait.SpinUntil(() => Tier.Status is var status && status.Written + status.OverBudget + status.LeftBehind == offered, TimeSpan.FromSeconds(30)));
        }

        public ulong Erase(string prefix, ulong most = ulong.MaxValue)
        {
            using var done = new ManualResetEventSlim();
            var count = 0ul;
            Assert.True(Tier.TryErase(Name.Parse(prefix), most, erased =>
            {
                count = erased;
                done.Set();
            }));
            Assert.True(done.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            return count;
        }

        public byte[] Read(string name)
        {
            var answer = new byte[PacketLimits.MaxPacketSize];
            Interest.TryRead(TestForwarder.Build(name, 1), out var interest, out _);
            return answer[..Tier.Answer(interest, answer)];
        }

        // The writer has written everything that it took.
        public void Close() => Tier.Dispose();
    }
}
