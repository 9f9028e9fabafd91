using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Hearth.Faces;

/// <summary>
/// An IPv4 or IPv6 socket address as the kernel writes it (<c>struct sockaddr_in</c>, <c>sockaddr_in6</c>): compared
/// and sent to without ever becoming an object.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct SocketAddressKey : IEquatable<SocketAddressKey>
{
    /// <summary>Bytes of the longest address, <c>sockaddr_in6</c>, rounded up.</summary>
    public const int MaxSize = 32;

    private const int IPv4Size = 16;
    private const int IPv6Size = 28;

    // Address families of Linux (include/linux/socket.h).
    private const ushort InterNetwork = 2;
    private const ushort InterNetwork6 = 10;

    private readonly ulong first;
    private readonly ulong second;
    private readonly ulong third;
    private readonly ulong fourth;

    /// <summary>Copies an address from a message's name buffer of <see cref="MaxSize"/> bytes.</summary>
    public static SocketAddressKey Read(ReadOnlySpan<byte> name, uint length)
    {
        var key = default(SocketAddressKey);
        var bytes = MemoryMarshal.AsBytes(new Span<SocketAddressKey>(ref key));
        name[..(int)Math.Min(length, (uint)IPv6Size)].CopyTo(bytes);
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes) == InterNetwork6)
        {
            // The flow label is no part of who the peer is.
            bytes[4..8].Clear();
        }

        return key;
    }

    /// <summary>The address of an endpoint.</summary>
    public static SocketAddressKey Of(IPEndPoint endpoint)
    {
        var serialized = endpoint.Serialize();
        return Read(serialized.Buffer.Span[..serialized.Size], (uint)serialized.Size);
    }

    /// <summary>Bytes of the address in the kernel's form: what <see cref="Write"/> writes.</summary>
    public uint Size => (uint)((first & 0xffff) == InterNetwork ? IPv4Size : IPv6Size);

    /// <summary>Copies the address into a message's name buffer of <see cref="MaxSize"/> bytes.</summary>
    public void Write(Span<byte> name) => MemoryMarshal.Write(name, in this);

    /// <summary>The address as an endpoint.</summary>
    public IPEndPoint ToEndPoint()
    {
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<SocketAddressKey>(in this));
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return Size == IPv4Size
            ? new IPEndPoint(new IPAddress(bytes[4..8]), port)
            : new IPEndPoint(new IPAddress(bytes[8..24], BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..])), port);
    }

    /// <summary>A number that tells peers apart; of IPv4 peers surely, of IPv6 peers but for a chance of 2^-64.</summary>
    public ulong Number => first ^ (second * 0x9e3779b97f4a7c15) ^ (third * 0xbf58476d1ce4e5b9) ^ (fourth * 0x94d049bb133111eb);

    /// <inheritdoc/>
    public bool Equals(SocketAddressKey other) =>
        first == other.first && second == other.second && third == other.third && fourth == other.fourth;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SocketAddressKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(first, second, third, fourth);
}
