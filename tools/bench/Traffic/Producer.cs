using System.Net;
using System.Net.Sockets;
using Hearth.Protocol.Link;
using Hearth.Protocol.Tlv;

namespace Hearth.Bench.Traffic;

/// <summary>
/// Answers every Interest that comes over UDP with Data of the same name, fresh for a minute, and a signature of 32
/// bytes that nobody checks. One call to receive and one to send for each.
/// </summary>
internal sealed unsafe class Producer : IDisposable
{
    private const int SocketBuffer = 4 << 20;
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] behindName;
    private readonly byte[] received = GC.AllocateArray<byte>(1 << 16, pinned: true);
    private readonly byte[] answer = GC.AllocateArray<byte>(1 << 14, pinned: true);

    public Producer(int port, int payload)
    {
        socket.ReceiveBufferSize = SocketBuffer;
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        var content = new byte[payload];
        content.AsSpan().Fill(0xAB);
        behindName = BehindName(content);
    }

    /// <summary>Answers until the process is ended.</summary>
    public void Run()
    {
        var address = stackalloc byte[32];
        fixed (byte* input = received, output = answer)
        {
            while (true)
            {
                var addressSize = 32u;
                var size = LibC.ReceiveFrom((int)socket.Handle, input, received.Length, 0, address, &addressSize);
                if (size > 0 && TryAnswer(received.AsSpan(0, (int)size), out var answerSize))
                {
                    _ = LibC.SendTo((int)socket.Handle, output, answerSize, 0, address, addressSize);
                }
            }
        }
    }

    public void Dispose() => socket.Dispose();

    private static byte[] BehindName(byte[] content)
    {
        var writer = new TlvWriter(new byte[content.Length + 100]);
        var info = writer.Begin(TlvType.MetaInfo);
        writer.Write(TlvType.FreshnessPeriod, [0xEA, 0x60]);
        writer.End(info);
        writer.Write(TlvType.Content, content);
        var signature = writer.Begin(TlvType.SignatureInfo);
        writer.Write(TlvType.SignatureType, [0]);
        writer.End(signature);
        var value = new byte[32];
        value.AsSpan().Fill(0x11);
        writer.Write(TlvType.SignatureValue, value);
        return writer.Written.ToArray();
    }

    private bool TryAnswer(ReadOnlySpan<byte> frame, out int size)
    {
        size = 0;
        if (!LpPacket.TryRead(frame, out var link, out _)
            || !TlvElement.TryRead(link.Fragment, out var interest, out _) || interest.Type != TlvType.Interest)
        {
            return false;
        }

        var reader = new TlvReader(interest.Value);
        if (!reader.TryRead(out var name) || name.Type != TlvType.Name)
        {
            return false;
        }

        var dataLength = name.Wire.Length + behindName.Length;
        var writer = new TlvWriter(answer);
        if (!link.PitToken.IsEmpty)
        {
            var fragmentLength = TlvWriter.SizeOfElement(TlvType.Data, dataLength);
            writer.WriteHeader(
                TlvType.LpPacket,
                TlvWriter.SizeOfElement(TlvType.PitToken, link.PitToken.Length) + TlvWriter.SizeOfElement(TlvType.Fragment, fragmentLength));
            writer.Write(TlvType.PitToken, link.PitToken);
            writer.WriteHeader(TlvType.Fragment, fragmentLength);
        }

        writer.WriteHeader(TlvType.Data, dataLength);
        writer.WriteRaw(name.Wire);
        writer.WriteRaw(behindName);
        size = writer.Length;
        return true;
    }
}
