using System.Net;
using System.Net.Sockets;
using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Faces;

/// <summary>The packet path whole, sockets and event loop included, takes nothing from the heap.</summary>
[Collection(RunsAlone.Name)]
public sealed class PacketAllocationTests
{
    private const int Exchanges = 2_000;

    public static TheoryData<string> Kinds => ["unix", "tcp", "udp"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_thousand_exchanges_through_sockets_allocate_nothing(string kind)
    {
        using var stage = new FaceStage(options: new ForwarderOptions { ContentStoreBytes = 1 << 20 });
        using var producer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        producer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var far = stage.Ask(() => stage.Udp.Open((IPEndPoint)producer.LocalEndPoint!, FacePersistency.Persistent, mtu: null)!.Face);
        Assert.True(stage.Ask(() => stage.Forwarder.Fib.AddNextHop(Name.Parse("/far"), far, 0)));
        using var consumer = kind switch
        {
            "unix" => stage.ConnectUnix(),
            "tcp" => stage.ConnectTcp(),
            _ => stage.ConnectUdp(),
        };

        // The first exchanges make what is used again from then on, and fill the content store.
        Exchange(consumer, producer, 0);
        var rounds = 1;
        var allocated = Allocation.OfSteadyRound(
            () => Exchange(consumer, producer, Exchanges * rounds++),
            () => OnLoop(stage, GC.GetAllocatedBytesForCurrentThread));

        Assert.Equal(0, allocated);
        Assert.Equal((rounds * Exchanges, rounds * Exchanges), stage.Ask(() => (stage.Forwarder.Counters.InData, stage.Forwarder.ContentStore.Hits)));
    }

    // Each name is asked for twice: the producer answers once, then the content store.
    private static void Exchange(Socket consumer, Socket producer, int first)
    {
        var buffer = new byte[PacketLimits.MaxPacketSize];
        EndPoint node = new IPEndPoint(IPAddress.Any, 0);
        for (var number = first; number < first + Exchanges; number++)
        {
            var name = Name.Parse($"/far/{number}");
            consumer.Send(new InterestBuilder(name) { Nonce = (uint)number + 1 }.Build());
            producer.ReceiveFrom(buffer, ref node);
            producer.SendTo(new DataBuilder(name) { Content = new byte[1000] }.Build(DigestSha256.Signer), node);
            Assert.True(consumer.Receive(buffer) > 1000);
            consumer.Send(new InterestBuilder(name) { Nonce = (uint)number + 100_000 }.Build());
            Assert.True(consumer.Receive(buffer) > 1000);
        }
    }

    // Without a task, which would be made on the loop.
    private static long OnLoop(FaceStage stage, Func<long> question)
    {
        long answer = 0;
        stage.Loop.Post(() => Volatile.Write(ref answer, question()));
        SpinWait.SpinUntil(() => Volatile.Read(ref answer) != 0);
        return answer;
    }
}
