using BenchmarkDotNet.Attributes;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Bench.Micro;

/// <summary>Packets as they come off a link.</summary>
public class PacketBenchmarks : GaugedBenchmarks
{
    // What a face sends at most in a datagram where it knows no better (the link's default MTU).
    private const int Mtu = 1420;

    // The most that is published in a segment.
    private const int SegmentSize = 8000;

    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);

    private readonly byte[] interest = new InterestBuilder(Name.Parse("/p/alice/garden.jpg/v=1792000000000000/seg=7"))
    {
        Nonce = 0x01020304,
        Lifetime = TimeSpan.FromSeconds(4),
    }.Build();

    private readonly byte[] segment = new byte[SegmentSize];
    private readonly byte[] copy = new byte[PacketLimits.MaxPacketSize + FrameWriter.Overhead];
    private readonly LinkService link = new(new ReassemblyPool());

    /// <summary>What nobody who passes a packet on does without.</summary>
    [Benchmark(Description = "copy it")]
    public byte[] Copy()
    {
        Packet.CopyTo(copy, 0);
        return copy;
    }

    /// <summary>Reads and checks every field.</summary>
    [Benchmark(Description = "read a Data packet")]
    public int ReadData() => Data.TryRead(Packet, out var data, out _) ? data.Name.Count : throw new InvalidOperationException();

    /// <summary>Reads and checks every field.</summary>
    [Benchmark(Description = "read an Interest")]
    public int ReadInterest() => Interest.TryRead(interest, out var read, out _) ? read.Name.Count : throw new InvalidOperationException();

    /// <summary>Reads a frame that holds a whole packet.</summary>
    [Benchmark(Description = "receive a frame")]
    public int ReceiveFrame() => link.TryReceive(Packet, Now, out var packet) ? packet.Fragment.Length : throw new InvalidOperationException();

    /// <summary>Sends 8,000 bytes in six frames, and puts them together again.</summary>
    [Benchmark(Description = "fragment, reassemble 8,000 B")]
    public int Fragment()
    {
        var writer = link.Send(LpPacket.Of(segment), Mtu, Now);
        while (writer.TryWriteNext(copy, out var size))
        {
            if (link.TryReceive(copy.AsSpan(0, size), Now, out var packet))
            {
                return packet.Fragment.Length;
            }
        }

        throw new InvalidOperationException();
    }
}
