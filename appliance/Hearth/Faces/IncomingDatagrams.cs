using System.Runtime.InteropServices;
using Hearth.Linux;

namespace Hearth.Faces;

/// <summary>
/// Buffers for many received datagrams a system call (<c>recvmmsg</c>). The kernel touches only the pages that datagrams
/// fill, so a batch costs little memory until there is traffic.
/// </summary>
internal sealed unsafe class IncomingDatagrams
{
    /// <summary>Datagrams a call. Beyond 32 the cost of a call no longer shows beside that of its datagrams.</summary>
    public const int Capacity = 32;

    /// <summary>Room for one datagram: the largest packet of 8,800 bytes with link headers, in whole cache lines.</summary>
    public const int DatagramSize = 9216;

    // MSG_TRUNC (include/linux/socket.h): the datagram was longer than its buffer.
    private const int Truncated = 0x20;

    private readonly byte[] buffers = GC.AllocateUninitializedArray<byte>(Capacity * DatagramSize, pinned: true);
    private readonly byte[] names = GC.AllocateArray<byte>(Capacity * SocketAddressKey.MaxSize, pinned: true);
    private readonly LibC.IoVector[] vectors = GC.AllocateArray<LibC.IoVector>(Capacity, pinned: true);
    private readonly LibC.MessageHeader[] headers = GC.AllocateArray<LibC.MessageHeader>(Capacity, pinned: true);

    /// <summary>Makes the buffers.</summary>
    public IncomingDatagrams()
    {
        for (var i = 0; i < Capacity; i++)
        {
            vectors[i].Base = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(buffers, i * DatagramSize);
            headers[i].Name = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(names, i * SocketAddressKey.MaxSize);
            headers[i].Vectors = (LibC.IoVector*)Marshal.UnsafeAddrOfPinnedArrayElement(vectors, i);
            headers[i].VectorCount = 1;
        }
    }

    /// <summary>Receives what is waiting, up to <see cref="Capacity"/> datagrams; -1 with errno on failure.</summary>
    public int Receive(int descriptor)
    {
        for (var i = 0; i < Capacity; i++)
        {
            vectors[i].Length = DatagramSize;
            headers[i].NameLength = SocketAddressKey.MaxSize;
        }

        fixed (LibC.MessageHeader* first = headers)
        {
            return LibC.ReceiveMany(descriptor, first, Capacity, LibC.DontWait, null);
        }
    }

    /// <summary>The datagram at <paramref name="index"/> of the last <see cref="Receive"/>; false when it did not fit.</summary>
    public bool TryGet(int index, out ReadOnlySpan<byte> datagram, out SocketAddressKey sender)
    {
        ref readonly var header = ref headers[index];
        datagram = buffers.AsSpan(index * DatagramSize, (int)header.Length);
        sender = SocketAddressKey.Read(names.AsSpan(index * SocketAddressKey.MaxSize, SocketAddressKey.MaxSize), header.NameLength);
        return (header.Flags & Truncated) == 0;
    }
}
