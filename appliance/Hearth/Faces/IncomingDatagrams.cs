using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hearth.Linux;

namespace Hearth.Faces;

/// <summary>
/// Buffers for many received datagrams a system call (<c>recvmmsg</c>). Where the socket lets the kernel put together
/// what one sender sent in a burst (<c>UDP_GRO</c>, udp(7)), a buffer holds several datagrams of one size, the last of
/// which may be shorter. The kernel touches only the pages that datagrams fill, so a batch costs little memory until
/// there is traffic.
/// </summary>
internal sealed unsafe class IncomingDatagrams
{
    /// <summary>Buffers a call. Beyond 32 the cost of a call no longer shows beside that of its datagrams.</summary>
    public const int Capacity = 32;

    /// <summary>Room for one datagram: the largest packet of 8,800 bytes with link headers, in whole cache lines.</summary>
    public const int DatagramSize = 9216;

    // What the kernel puts together is no longer than the longest UDP datagram.
    private const int BufferSize = 1 << 16;

    // MSG_TRUNC (include/linux/socket.h): the datagram was longer than its buffer.
    private const int Truncated = 0x20;

    // Level SOL_UDP, option and control message UDP_GRO; struct cmsghdr and a number (CMSG_SPACE(4)).
    private const int UdpLevel = 17;
    private const int UdpGro = 104;
    private const int ControlSpace = 24;

    private readonly byte[] buffers = GC.AllocateUninitializedArray<byte>(Capacity * BufferSize, pinned: true);
    private readonly byte[] names = GC.AllocateArray<byte>(Capacity * SocketAddressKey.MaxSize, pinned: true);
    private readonly byte[] controls = GC.AllocateArray<byte>(Capacity * ControlSpace, pinned: true);
    private readonly LibC.IoVector[] vectors = GC.AllocateArray<LibC.IoVector>(Capacity, pinned: true);
    private readonly LibC.MessageHeader[] headers = GC.AllocateArray<LibC.MessageHeader>(Capacity, pinned: true);

    /// <summary>Makes the buffers.</summary>
    public IncomingDatagrams()
    {
        for (var i = 0; i < Capacity; i++)
        {
            vectors[i].Base = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(buffers, i * BufferSize);
            headers[i].Name = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(names, i * SocketAddressKey.MaxSize);
            headers[i].Vectors = (LibC.IoVector*)Marshal.UnsafeAddrOfPinnedArrayElement(vectors, i);
            headers[i].VectorCount = 1;
            headers[i].Control = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(controls, i * ControlSpace);
        }
    }

    /// <summary>Has the kernel put together what comes in a burst; an older kernel does not, and nothing is lost.</summary>
    public static void PutTogether(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(UdpLevel, UdpGro, [1, 0, 0, 0]);
        }
        catch (SocketException)
        {
            // One datagram a buffer, then.
        }
    }

    /// <summary>Receives what is waiting, up to <see cref="Capacity"/> buffers; -1 with errno on failure.</summary>
    public int Receive(int descriptor)
    {
        for (var i = 0; i < Capacity; i++)
        {
            vectors[i].Length = BufferSize;
            headers[i].NameLength = SocketAddressKey.MaxSize;
            headers[i].ControlLength = ControlSpace;
        }

        fixed (LibC.MessageHeader* first = headers)
        {
            return LibC.ReceiveMany(descriptor, first, Capacity, LibC.DontWait, null);
        }
    }

    /// <summary>
    /// What is in the buffer at <paramref name="index"/> of the last <see cref="Receive"/>: datagrams of
    /// <paramref name="size"/> bytes, and perhaps a shorter one at the end. False when they did not fit.
    /// </summary>
    public bool TryGet(int index, out ReadOnlySpan<byte> datagrams, out int size, out SocketAddressKey sender)
    {
        ref readonly var header = ref headers[index];
        datagrams = buffers.AsSpan(index * BufferSize, (int)header.Length);
        size = SizeOf(index, header);
        sender = SocketAddressKey.Read(names.AsSpan(index * SocketAddressKey.MaxSize, SocketAddressKey.MaxSize), header.NameLength);
        return (header.Flags & Truncated) == 0 && size <= DatagramSize;
    }

    private int SizeOf(int index, in LibC.MessageHeader header)
    {
        var control = controls.AsSpan(index * ControlSpace, ControlSpace);
        return header.ControlLength >= ControlSpace - sizeof(int)
            && MemoryMarshal.Read<int>(control[8..]) == UdpLevel && MemoryMarshal.Read<int>(control[12..]) == UdpGro
            ? Math.Max(1, MemoryMarshal.Read<int>(control[16..]))
            : (int)header.Length;
    }
}
