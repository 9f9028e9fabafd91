using System.Net;
using System.Net.Sockets;
using Hearth.Faces;
using Xunit;

namespace Hearth.Tests.Faces;

/// <summary>Datagrams that travel together arrive as what they were.</summary>
public sealed class DatagramTests : IDisposable
{
    private readonly Socket[] receivers = [.. Enumerable.Range(0, 3).Select(_ => Bound())];
    private readonly Socket sender = Bound();
    private readonly OutgoingDatagrams outgoing = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_receiver_gets_its_own_in_order_whatever_their_sizes(int seed)
    {
        var random = new Random(seed);
        var expected = receivers.Select(_ => new List<byte[]>()).ToArray();
        var size = 0;
        for (var i = 0; i < 100; i++)
        {
            // Bursts of one size, as segments of a file are, and now and then another.
            size = i == 0 || random.Next(5) == 0 ? random.Next(1, 1400) : size;
            var datagram = new byte[size];
            random.NextBytes(datagram);
            var to = random.Next(receivers.Length);
            outgoing.Add(datagram, Address(receivers[to]));
            expected[to].Add(datagram);
        }

        Assert.Equal(0, outgoing.Send((int)sender.Handle));
        Assert.Equal(0, outgoing.Count);
        Assert.All(receivers.Zip(expected), pair => Assert.Equal(pair.Second, pair.Second.Select(_ => Receive(pair.First))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_burst_is_taken_apart_again_whether_or_not_the_kernel_put_it_together(bool putTogether)
    {
        if (putTogether)
        {
            IncomingDatagrams.PutTogether(receivers[0]);
        }

        var sent = new List<byte[]>();
        for (var i = 0; i < 40; i++)
        {
            sent.Add([.. Enumerable.Repeat((byte)i, i == 39 ? 7 : 1000)]);
            outgoing.Add(sent[^1], Address(receivers[0]));
        }

        outgoing.Send((int)sender.Handle);
        var incoming = new IncomingDatagrams();
        var received = new List<byte[]>();
        Assert.True(receivers[0].Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead));
        while (incoming.Receive((int)receivers[0].Handle) is > 0 and var count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(incoming.TryGet(i, out var datagrams, out var size, out var from));
                Assert.Equal(Address(sender), from);
                received.AddRange(datagrams.ToArray().Chunk(size));
            }
        }

        Assert.Equal(sent, received);
    }

    [Fact]
    public void What_cannot_be_sent_is_counted_and_the_others_go()
    {
        // A broadcast, which a socket must ask leave for.
        var nowhere = SocketAddressKey.Of(new IPEndPoint(IPAddress.Broadcast, 9));
        outgoing.Add([1, 2, 3], Address(receivers[0]));
        outgoing.Add([4, 5, 6], nowhere);
        outgoing.Add([7, 8, 9], nowhere);
        outgoing.Add([1, 2], Address(receivers[1]));

        Assert.Equal(2, outgoing.Send((int)sender.Handle));
        Assert.Equal([1, 2, 3], Receive(receivers[0]));
        Assert.Equal([1, 2], Receive(receivers[1]));
    }

    public void Dispose()
    {
        Array.ForEach(receivers, receiver => receiver.Dispose());
        sender.Dispose();
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 30_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static SocketAddressKey Address(Socket socket) => SocketAddressKey.Of((IPEndPoint)socket.LocalEndPoint!);

    private static byte[] Receive(Socket socket)
    {
        var buffer = new byte[2000];
        return buffer[..socket.Receive(buffer)];
    }
}
