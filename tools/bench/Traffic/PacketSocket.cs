using System.Net;
using System.Net.Sockets;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Bench.Traffic;

/// <summary>A socket to a forwarder or a producer, over UDP or a local stream; one call to send, one to receive.</summary>
internal sealed unsafe class PacketSocket : IDisposable
{
    private const int SocketBuffer = 4 << 20;
    private readonly Socket socket;
    private readonly int descriptor;
    private readonly bool isStream;
    private readonly byte[] buffer = GC.AllocateArray<byte>(1 << 17, pinned: true);
    private int start;
    private int end;

    /// <summary>Connects.</summary>
    /// <exception cref="BenchException">Nobody answers there.</exception>
    public PacketSocket(EndPoint server)
    {
        isStream = server is UnixDomainSocketEndPoint;
        socket = isStream
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = SocketBuffer };
        try
        {
            socket.Connect(server);
        }
        catch (SocketException refusal)
        {
            throw new BenchException($"nobody answers at {server}: {refusal.Message}");
        }

        descriptor = (int)socket.Handle;
    }

    /// <summary>Sends a packet.</summary>
    public void Send(ReadOnlySpan<byte> packet)
    {
        fixed (byte* first = packet)
        {
            // A producer that is not there yet refuses; what is lost shows in the count.
            _ = LibC.Send(descriptor, first, packet.Length, LibC.NoSignal);
        }
    }

    /// <summary>Waits until something can be received; false when nothing came in time.</summary>
    public bool Wait(long nanoseconds)
    {
        LibC.PollDescriptor wanted = new() { Descriptor = descriptor, Events = LibC.PollIn };
        LibC.TimeSpec timeout = new() { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        return LibC.Poll(&wanted, 1, &timeout, null) > 0;
    }

    /// <summary>The next packet that has come; false when there is none. It is valid until the next call.</summary>
    public bool TryReceive(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        if (!isStream)
        {
            var size = ReceiveAt(0);
            packet = buffer.AsSpan(0, Math.Max(0, size));
            return size > 0;
        }

        return TryTake(out packet) || (Refill() && TryTake(out packet));
    }

    public void Dispose() => socket.Dispose();

    private bool TryTake(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        var rest = buffer.AsSpan(start, end - start);
        if (TlvReader.TryReadHeader(rest, out _, out var length, out var headerSize) != ParseError.None || (ulong)(rest.Length - headerSize) < length)
        {
            return false;
        }

        packet = rest[..(headerSize + (int)length)];
        start += packet.Length;
        return true;
    }

    private bool Refill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var size = ReceiveAt(end);
        end += Math.Max(0, size);
        return size > 0;
    }

    private int ReceiveAt(int offset)
    {
        fixed (byte* first = buffer)
        {
            return (int)LibC.Receive(descriptor, first + offset, buffer.Length - offset, LibC.DontWait);
        }
    }
}
