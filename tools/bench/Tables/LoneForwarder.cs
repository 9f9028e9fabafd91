using System.Buffers.Binary;
using System.Diagnostics;
using Hearth.Bench.Traffic;
using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Bench.Tables;

/// <summary>A forwarder without sockets, to measure what its tables cost.</summary>
internal sealed class LoneForwarder : IFaceTransmitter
{
    private readonly InterestTemplate interests;
    private readonly byte[] data;
    private readonly int numberOffset;
    private uint nonce;

    /// <summary>Makes one with as many consumers, and a producer that a prefix leads to.</summary>
    public LoneForwarder(ForwarderOptions options, Name prefix, int consumers = 1, int contentSize = 0)
    {
        Forwarder = new Forwarder(options, this, new ForwarderSeed(0x0123456789ABCDEF, 0xFEDCBA9876543210, 1));
        Consumers = [.. Enumerable.Range(0, consumers).Select(_ => AddFace())];
        Producer = AddFace();
        Forwarder.Fib.AddNextHop(prefix, Producer, 0);
        interests = new InterestTemplate(prefix);
        data = new DataBuilder(prefix.Append(TlvType.GenericNameComponent, new byte[sizeof(ulong)])) { Content = new byte[contentSize] }
            .Build(DigestSha256.Signer);

        // The number is the name's last component; behind the name stands the content.
        Data.TryRead(data, out var read, out _);
        data.AsSpan().Overlaps(read.Name.Value, out var offset);
        numberOffset = offset + read.Name.Value.Length - sizeof(ulong);
    }

    public Forwarder Forwarder { get; }

    public FaceId[] Consumers { get; }

    public FaceId Producer { get; }

    /// <summary>The time that it is told.</summary>
    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Packets that left.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes of the Data packet.</summary>
    public int DataSize => data.Length;

    /// <summary>A face to nowhere.</summary>
    public FaceId AddFace() => Forwarder.AddFace(new FaceInfo("dummy://", "dummy://"), Now);

    /// <summary>A consumer asks for a number.</summary>
    public void Ask(ulong number, int consumer = 0) => Forwarder.Receive(Consumers[consumer], interests.Next(number, ++nonce), Now);

    /// <summary>The producer answers.</summary>
    public void Answer(ulong number)
    {
        BinaryPrimitives.WriteUInt64BigEndian(data.AsSpan(numberOffset), number);
        Forwarder.Receive(Producer, data, Now);
    }

    /// <summary>The FIB's entry for a number's name.</summary>
    public FibEntry? LookUp(ulong number)
    {
        Interest.TryRead(interests.Next(number, 0), out var interest, out _);
        return Forwarder.Fib.LongestMatch(interest.Name);
    }

    /// <summary>Nanoseconds that something takes, from so many times; the best of three, so that what disturbs is left out.</summary>
    public static double CostOf(int times, Action<int> what)
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round < 3; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
            {
                what(i);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / times);
        }

        return best;
    }

    void IFaceTransmitter.Transmit(FaceId face, ReadOnlySpan<byte> packet) => Sent++;
}
