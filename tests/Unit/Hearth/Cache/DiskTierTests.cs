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
        Assert.Equal(1, second.Tier.Count);
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
        Assert.InRange(again.Tier.Count, CacheFile.SegmentSize / 8400, 2 * CacheFile.SegmentSize / 8000);
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
            Tier = new DiskTier(Path.Join(tests.folder, "cache"), 2 * CacheFile.SegmentSize, node.Forwarder.NewNameHash(), node.Forwarder.NewNameHash(), tests.time, NullLogger.Instance)
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
            Assert.True(SpinWait.SpinUntil(() => Tier.Written + Tier.Left == offered, TimeSpan.FromSeconds(30)));
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
