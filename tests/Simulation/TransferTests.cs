using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests;

/// <summary>
/// A file of 10 MB from one node to another over a link of 20 Mbit/s with a queue of 100 frames and 50 ms: the consumer's
/// window, fragments of 1,420 bytes, the link's reliability and its congestion marks together.
/// </summary>
public sealed class TransferTests
{
    private const int Segments = 1250;
    private const int Content = 8000;

    // Bits of the file's packets as they are on the line, in fragments with their headers, over the line's rate.
    private static readonly double Ideal = Segments * (Packet(0).Length + (6 * 40)) * 8 / 20e6;

    [Theory]
    [InlineData(0.00, 1.15)]
    [InlineData(0.01, 1.30)]
    public void It_takes_near_the_ideal_time(double loss, double ratio)
    {
        var (seconds, _, link) = Transfer(loss, reliable: true);
        Assert.True(seconds <= Ideal * ratio, $"{seconds:F2} s, ideal {Ideal:F2} s");
        TestContext.Current.TestOutputHelper!.WriteLine($"{seconds / Ideal:F3} of ideal ({seconds:F2} s), {link.Dropped} frames dropped");
    }

    [Fact]
    public void Without_reliability_one_frame_in_a_hundred_costs_six_packets_in_a_hundred()
    {
        var (with, again, _) = Transfer(0.01, reliable: true);
        var (without, moreAgain, _) = Transfer(0.01, reliable: false);
        Assert.True(moreAgain > 3 * again, $"{again} and {moreAgain} sent again");
        Assert.True(without > with, $"{with:F2} s with, {without:F2} s without");
        TestContext.Current.TestOutputHelper!.WriteLine($"with {with:F2} s, {again} again; without {without:F2} s, {moreAgain} again");
    }

    [Fact]
    public void Marks_keep_the_queue_short()
    {
        var (_, _, marked) = Transfer(0, reliable: false);
        Assert.Equal(0, marked.Dropped);
    }

    private static (double Seconds, long Again, LabLink Data) Transfer(double loss, bool reliable)
    {
        var lab = new Lab(3);
        var (consumer, producer) = (lab.AddNode(), lab.AddNode());
        var (there, back) = consumer.Connect(producer, milliseconds: 25, mtu: 1420);
        (there.Loss, back.Loss, back.Rate, back.Queue) = (loss, loss, 20e6, 100);
        consumer.Forwarder.SetReliability(back.Arrival, reliable);
        producer.Forwarder.SetReliability(there.Arrival, reliable);
        consumer.Route("/f", back);
        producer.ServeFile("/f/v=1", Packet, Segments);
        var start = lab.Now;
        var fetch = consumer.Fetch("/f/v=1", new WholeTrust());
        Assert.True(lab.RunUntil(() => fetch.State is FetchState.Done or FetchState.Failed, TimeSpan.FromMinutes(2)));
        Assert.Equal((FetchState.Done, (long)Segments * Content), (fetch.State, fetch.ContentBytes));
        return ((lab.Now - start).TotalSeconds, fetch.Retransmitted, back);
    }

    private static byte[] Packet(int segment) => new DataBuilder(Name.Parse("/f/v=1").AppendSegment((ulong)segment))
    {
        Content = new byte[Content],
        FinalSegment = Segments - 1,
    }.Build(DigestSha256.Signer);

    // Every packet is whole; whose it is does not matter here.
    private sealed class WholeTrust : IDataTrust
    {
        public TrustVerdict Judge(in Data data, out Name? certificate)
        {
            certificate = null;
            return TrustVerdict.Trusted;
        }

        public void Learn(in Data certificate)
        {
        }

        public void GiveUpOn(Name certificate)
        {
        }
    }
}
