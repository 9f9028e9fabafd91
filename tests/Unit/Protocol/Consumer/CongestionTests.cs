using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol.Consumer;

public sealed class CongestionTests
{
    private static readonly Name Version = Name.Parse("/p/alice/x/v=7");

    // One packet of it: 8,000 bytes of content, as the repo has them.
    private static readonly byte[] Packet = new DataBuilder(Version.AppendSegment(0)) { Content = new byte[8000], FinalSegment = 0 }.Build(DigestSha256.Signer);

    [Theory]
    [InlineData(0, 1.10)]
    [InlineData(0.01, 1.30)]
    public void Ten_megabytes_over_20_Mbit_a_queue_of_100_packets_and_50_ms_take_near_the_ideal_time(double loss, double ratio)
    {
        var link = new VirtualLink(3) { Producer = Answer(1250), Rate = 20e6, Queue = 100, Delay = TimeSpan.FromMilliseconds(50), Loss = loss / 2 };

        var fetch = link.Run("/p/alice/x/v=7", new TestTrust(DigestSha256.Verifier));

        Assert.Equal(FetchState.Done, fetch.State);
        var ideal = 1250 * Packet.Length * 8 / 20e6;
        Assert.True(link.Now.TotalSeconds <= ideal * ratio, $"{link.Now.TotalSeconds:F2} s, ideal {ideal:F2} s");
        TestContext.Current.TestOutputHelper!.WriteLine($"{link.Now.TotalSeconds / ideal:F3} of ideal, {fetch.Retransmitted} again, {link.Dropped} dropped");
    }

    [Fact]
    public void Congestion_marks_keep_the_queue_from_overflowing()
    {
        var link = new VirtualLink(3) { Producer = Answer(1250), Rate = 20e6, Queue = 100, MarkAbove = 20, Delay = TimeSpan.FromMilliseconds(50) };

        var fetch = link.Run("/p/alice/x/v=7", new TestTrust(DigestSha256.Verifier));

        Assert.Equal(0, link.Dropped);
        Assert.Equal(0, fetch.Retransmitted);
        Assert.True(link.Now.TotalSeconds <= 1.15 * 1250 * Packet.Length * 8 / 20e6, $"{link.Now.TotalSeconds:F2} s");
    }

    [Fact]
    public void The_window_never_passes_what_is_buffered()
    {
        var link = new VirtualLink(3) { Producer = Answer(20_000), Delay = TimeSpan.FromMilliseconds(200) };

        var fetch = link.Run("/p/alice/x/v=7", new TestTrust(DigestSha256.Verifier));

        Assert.Equal(FetchState.Done, fetch.State);
        Assert.Equal(Fetch.MostSegments, link.WidestWindow);
    }

    [Fact]
    public void Reordering_alone_sends_little_again()
    {
        var link = new VirtualLink(3) { Producer = Answer(1000), Delay = TimeSpan.FromMilliseconds(50), Jitter = TimeSpan.FromMilliseconds(20) };

        var fetch = link.Run("/p/alice/x/v=7", new TestTrust(DigestSha256.Verifier));

        Assert.True(fetch.Retransmitted < 20, $"{fetch.Retransmitted} sent again");
    }

    [Fact]
    public void A_segment_that_is_lost_once_is_sent_again_within_a_few_round_trips()
    {
        var lost = false;
        var answer = Answer(200);
        var link = new VirtualLink(3)
        {
            Delay = TimeSpan.FromMilliseconds(20),
            Producer = wire => !lost && (lost = SegmentOf(wire) == 100) ? null : answer(wire),
        };

        var fetch = link.Run("/p/alice/x/v=7", new TestTrust(DigestSha256.Verifier));

        Assert.Equal(1, fetch.Retransmitted);
        // Without the loss it takes 6 round trips: slow start from 10.
        Assert.True(link.Now < TimeSpan.FromMilliseconds(20 * 10), $"{link.Now}");
    }

    [Fact]
    public void Round_trip_and_timeout_follow_RFC_6298()
    {
        var rtt = new RttEstimator();
        Assert.Equal(TimeSpan.FromSeconds(1), rtt.Timeout);

        rtt.AddSample(TimeSpan.FromMilliseconds(400));
        Assert.Equal(TimeSpan.FromMilliseconds(400 + (4 * 200)), rtt.Timeout);

        rtt.AddSample(TimeSpan.FromMilliseconds(800));
        // RTTVAR = 3/4 x 200 + 1/4 x 400 = 250; SRTT = 7/8 x 400 + 1/8 x 800 = 450.
        Assert.Equal(TimeSpan.FromMilliseconds(450 + (4 * 250)), rtt.Timeout);

        rtt.BackOff();
        Assert.Equal(TimeSpan.FromMilliseconds(2 * 1450), rtt.Timeout);
        rtt.BackOff();
        Assert.Equal(TimeSpan.FromSeconds(4), rtt.Timeout);
    }

    [Fact]
    public void A_segment_in_order_allocates_nothing()
    {
        const int Count = 10_000;
        var answer = Answer(Count);
        var output = new Sink();
        var fetch = new Fetch(Version, output, new TestTrust(DigestSha256.Verifier), new FetchOptions(), TimeSpan.Zero);
        var answers = Enumerable.Range(0, Count).Select(segment => answer(new InterestBuilder(Version.AppendSegment((ulong)segment)).Build())!).ToArray();
        var interest = new byte[PacketLimits.MaxPacketSize];
        var sent = 0;
        var next = 0;
        Steps(2000);
        Assert.Equal(0, Allocation.OfSteadyRound(() => Steps(2000)));
        Steps(Count - next);
        Assert.Equal(FetchState.Done, fetch.State);
        Assert.Equal(Count, sent);

        void Steps(int count)
        {
            for (var last = next + count; next < last; next++)
            {
                Step(next);
            }
        }

        void Step(int segment)
        {
            while (fetch.TryTakeInterest(interest, TimeSpan.FromMilliseconds(segment), out _))
            {
                sent++;
            }

            fetch.ReceiveData(answers[segment], 0, TimeSpan.FromMilliseconds(segment));
        }
    }

    private static Func<byte[], byte[]?> Answer(int count) => wire =>
        SegmentOf(wire) is { } segment && segment < (ulong)count
            ? new DataBuilder(Version.AppendSegment(segment)) { Content = new byte[8000], FinalSegment = (ulong)(count - 1) }.Build(DigestSha256.Signer)
            : null;

    private static ulong? SegmentOf(byte[] wire) =>
        Interest.TryRead(wire, out var interest, out _) && Hearth.Protocol.Publications.PublicationNames.TryGetSegment(interest.Name, out var segment)
            ? segment
            : null;

    private sealed class Sink : System.Buffers.IBufferWriter<byte>
    {
        private readonly byte[] buffer = new byte[PacketLimits.MaxPacketSize];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => buffer;

        public Span<byte> GetSpan(int sizeHint = 0) => buffer;
    }
}
