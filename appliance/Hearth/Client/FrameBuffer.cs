using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Tlv;

namespace Hearth.Client;

/// <summary>Cuts a stream into frames. A frame that is none, or too long, ends the stream.</summary>
/// <param name="size">Room in bytes: for several frames, so that one read takes what a burst brought.</param>
internal sealed class FrameBuffer(int size = FrameBuffer.UsualSize)
{
    private const int UsualSize = 64 * 1024;

    private const int MaxFrameSize = PacketLimits.MaxPacketSize + LpPacket.MaxHeaderSize;

    private readonly byte[] buffer = new byte[size];
    private int start;
    private int end;

    /// <summary>Whether the stream cannot go on: what came is no frame, or too long for one.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Where the next bytes of the stream go.</summary>
    public Memory<byte> Free
    {
        get
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            return buffer.AsMemory(end);
        }
    }

    /// <summary>Says how many bytes came into <see cref="Free"/>.</summary>
    public void Received(int size) => end += size;

    /// <summary>The next whole frame; false when more bytes must come first.</summary>
    public bool TryNext([NotNullWhen(true)] out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        var rest = buffer.AsMemory(start, end - start);
        var error = TlvReader.TryReadHeader(rest.Span, out _, out var length, out var headerSize);
        if (error == ParseError.Truncated)
        {
            return false;
        }

        IsBroken = error != ParseError.None || length > (ulong)(MaxFrameSize - headerSize);
        if (IsBroken || (ulong)rest.Length < (ulong)headerSize + length)
        {
            return false;
        }

        frame = rest[..(headerSize + (int)length)];
        start += frame.Length;
        return true;
    }
}
