using System.Net;
using System.Net.Sockets;
using Hearth.Faces;
using Hearth.Forwarding;
using Hearth.Linux;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.Tests.Faces;

/// <summary>
/// Real sockets, a real event loop and a real forwarder, with a producer of <c>/stage</c> inside that answers every
/// Interest. The clock is the test's.
/// </summary>
internal sealed class FaceStage : IDisposable
{
    // Long enough for any machine; a test that needs it has failed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Thread thread;
    private readonly string folder = Directory.CreateTempSubdirectory("faces").FullName;

    public FaceStage(FaceLimits? limits = null, ForwarderOptions? options = null)
    {
        Faces = new FaceSystem(limits ?? new FaceLimits(), Time, NullLogger<FaceSystem>.Instance);
        Forwarder = new Forwarder(options ?? new ForwarderOptions(), Faces, new ForwarderSeed(1, 2, 3));
        Faces.Attach(Forwarder);
        InternalTransport producer = null!;
        producer = new InternalTransport(Faces, packet => Produce(producer, packet));
        Faces.TryOpen(producer, InternalTransport.Describe("producer"));
        Forwarder.Rib.Register(Name.Parse("/stage"), new Route(producer.Face, RouteOrigin.App, 0, RouteInheritance.ChildInherit));
        Unix = new StreamListener(Faces, Loop, new UnixDomainSocketEndPoint(Path.Join(folder, "nfd.sock")));
        Tcp = new StreamListener(Faces, Loop, new IPEndPoint(IPAddress.Loopback, 0));
        Udp = new UdpChannel(Faces, Loop, new IPEndPoint(IPAddress.Loopback, 0));
        Loop.BeforeBatch = Faces.ReadClock;
        Loop.AfterBatch = Faces.EndBatch;
        thread = new Thread(Loop.Run);
        thread.Start();
    }

    public ManualTime Time { get; } = new();

    public EventLoop Loop { get; } = new();

    public FaceSystem Faces { get; }

    public Forwarder Forwarder { get; }

    public StreamListener Unix { get; }

    public StreamListener Tcp { get; }

    public UdpChannel Udp { get; }

    /// <summary>Runs something on the loop and waits for it.</summary>
    public T Ask<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>();
        Loop.Post(() => answer.SetResult(question()));
        return answer.Task.WaitAsync(Patience).GetAwaiter().GetResult();
    }

    /// <summary>Turns the loop until something is so.</summary>
    public void Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Ask(condition))
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public Socket ConnectUnix() => Connect(Unix.Local, ProtocolType.Unspecified, SocketType.Stream);

    public Socket ConnectTcp() => Connect(Tcp.Local, ProtocolType.Tcp, SocketType.Stream);

    public Socket ConnectUdp() => Connect(Udp.Local, ProtocolType.Udp, SocketType.Dgram);

    /// <summary>An Interest for <c>/stage/{number}</c>.</summary>
    public static byte[] InterestOf(int number) => new InterestBuilder(Name.Parse($"/stage/{number}")) { Nonce = (uint)number + 1 }.Build();

    /// <summary>Whether the answer to <see cref="InterestOf"/> arrives.</summary>
    public static bool Answers(Socket socket, int number)
    {
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        socket.Send(InterestOf(number));
        var buffer = new byte[PacketLimits.MaxPacketSize];
        var size = socket.Receive(buffer);
        return Data.TryRead(buffer.AsSpan(0, size), out var data, out _) && data.Name.ToString() == $"/stage/{number}";
    }

    /// <summary>Whether the other side closes the connection.</summary>
    public static bool IsClosed(Socket socket)
    {
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        try
        {
            return socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return true;
        }
    }

    public void Dispose()
    {
        Loop.Post(() =>
        {
            Faces.CloseAll();
            Unix.Dispose();
            Tcp.Dispose();
            Udp.Dispose();
        });
        Loop.Stop();
        thread.Join();
        Loop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Socket Connect(EndPoint remote, ProtocolType protocol, SocketType type)
    {
        var socket = new Socket(remote.AddressFamily, type, protocol);
        socket.Connect(remote);
        return socket;
    }

    private void Produce(InternalTransport producer, ReadOnlySpan<byte> packet)
    {
        if (Interest.TryRead(packet, out var interest, out _))
        {
            Faces.Receive(producer, new DataBuilder(interest.Name.ToName()) { Content = "hello"u8.ToArray() }.Build(DigestSha256.Signer));
        }
    }
}
