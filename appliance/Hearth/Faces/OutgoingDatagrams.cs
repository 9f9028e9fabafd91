using System.Runtime.InteropServices;
using Hearth.Linux;

namespace Hearth.Faces;

/// <summary>
/// Datagrams that wait to be sent, many a system call (<c>sendmmsg</c>). Those of one size for one receiver travel down
/// the kernel's network stack as one, which takes them apart at its lower end (<c>UDP_SEGMENT</c>, udp(7)): most of what
/// a datagram costs, it costs on that way.
/// </summary>
internal sealed unsafe class OutgoingDatagrams
{
    /// <summary>Most datagrams that wait.</summary>
    public const int Capacity = 128;

    // UDP_MAX_SEGMENTS of the kernels before 6.9 (include/linux/udp.h), and what an IPv4 datagram holds.
    private const int MostSegments = 64;
    private const int MostBytes = 65_507;

    // How many messages back one for the same receiver is looked for: those of the few who take part in a burst.
    private const int Lookback = 4;

    // struct cmsghdr and two bytes, aligned (CMSG_LEN(2), CMSG_SPACE(2)); level SOL_UDP, type UDP_SEGMENT.
    private const int ControlLength = 18;
    private const int ControlSpace = 24;
    private const int UdpLevel = 17;
    private const int UdpSegment = 103;

    private readonly byte[] buffers = GC.AllocateUninitializedArray<byte>(Capacity * IncomingDatagrams.DatagramSize, pinned: true);
    private readonly int[] sizes = new int[Capacity];

    // The datagram that follows in the same message; -1 for none.
    private readonly int[] following = new int[Capacity];
    private readonly Message[] messages = new Message[Capacity];
    private readonly byte[] names = GC.AllocateArray<byte>(Capacity * SocketAddressKey.MaxSize, pinned: true);
    private readonly byte[] controls = GC.AllocateArray<byte>(Capacity * ControlSpace, pinned: true);
    private readonly LibC.IoVector[] vectors = GC.AllocateArray<LibC.IoVector>(Capacity, pinned: true);
    private readonly LibC.MessageHeader[] headers = GC.AllocateArray<LibC.MessageHeader>(Capacity, pinned: true);
    private int messageCount;

    /// <summary>Datagrams that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Queues a datagram; the caller keeps <see cref="Count"/> below <see cref="Capacity"/>.</summary>
    public void Add(ReadOnlySpan<byte> datagram, in SocketAddressKey receiver)
    {
        var index = Count++;
        datagram.CopyTo(buffers.AsSpan(index * IncomingDatagrams.DatagramSize, IncomingDatagrams.DatagramSize));
        sizes[index] = datagram.Length;
        following[index] = -1;
        if (FindOpenMessage(datagram.Length, receiver) is >= 0 and var found)
        {
            ref var message = ref messages[found];
            following[message.Last] = index;
            message.Last = index;
            message.Count++;
            message.Bytes += datagram.Length;
        }
        else
        {
            messages[messageCount++] = new Message { Receiver = receiver, First = index, Last = index, Count = 1, Bytes = datagram.Length };
        }
    }

    /// <summary>Sends the queue and empties it. Returns how many datagrams the system did not take.</summary>
    public int Send(int descriptor)
    {
        Prepare();
        var refused = 0;
        var next = 0;
        fixed (LibC.MessageHeader* first = headers)
        {
            while (next < messageCount)
            {
                var sent = LibC.SendMany(descriptor, first + next, (uint)(messageCount - next), LibC.DontWait | LibC.NoSignal);
                if (sent > 0)
                {
                    next += sent;
                }
                else if (Marshal.GetLastPInvokeError() == LibC.TryAgain)
                {
                    refused += CountFrom(next);
                    break;
                }
                else if (Marshal.GetLastPInvokeError() != LibC.Interrupted)
                {
                    // The first one cannot be sent (no route, or a path with smaller packets); those behind it may.
                    refused += SendSingly(descriptor, ref messages[next], first + next);
                    next++;
                }
            }
        }

        (Count, messageCount) = (0, 0);
        return refused;
    }

    // All datagrams of a message are of the first one's size, but for the last, which may be shorter.
    private int FindOpenMessage(int size, in SocketAddressKey receiver)
    {
        for (var i = messageCount - 1; i >= Math.Max(0, messageCount - Lookback); i--)
        {
            ref var message = ref messages[i];
            if (message.Receiver.Equals(receiver))
            {
                var isOpen = message.Count < MostSegments && message.Bytes + size <= MostBytes
                    && sizes[message.Last] == sizes[message.First] && size <= sizes[message.First];
                return isOpen ? i : -1;
            }
        }

        return -1;
    }

    private void Prepare()
    {
        var vector = 0;
        for (var i = 0; i < messageCount; i++)
        {
            ref var message = ref messages[i];
            ref var header = ref headers[i];
            header.Name = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(names, i * SocketAddressKey.MaxSize);
            header.NameLength = message.Receiver.Size;
            message.Receiver.Write(names.AsSpan(i * SocketAddressKey.MaxSize, SocketAddressKey.MaxSize));
            header.Vectors = (LibC.IoVector*)Marshal.UnsafeAddrOfPinnedArrayElement(vectors, vector);
            header.VectorCount = message.Count;
            SetSegmentSize(i, ref header, message.Count > 1 ? sizes[message.First] : 0);
            for (var datagram = message.First; datagram >= 0; datagram = following[datagram])
            {
                vectors[vector].Base = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(buffers, datagram * IncomingDatagrams.DatagramSize);
                vectors[vector++].Length = sizes[datagram];
            }
        }
    }

    private void SetSegmentSize(int message, ref LibC.MessageHeader header, int size)
    {
        header.Control = null;
        header.ControlLength = 0;
        if (size > 0)
        {
            var control = controls.AsSpan(message * ControlSpace, ControlSpace);
            BitConverter.TryWriteBytes(control, (long)ControlLength);
            BitConverter.TryWriteBytes(control[8..], UdpLevel);
            BitConverter.TryWriteBytes(control[12..], UdpSegment);
            BitConverter.TryWriteBytes(control[16..], (ushort)size);
            header.Control = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(controls, message * ControlSpace);
            header.ControlLength = ControlSpace;
        }
    }

    private int CountFrom(int message)
    {
        var count = 0;
        for (var i = message; i < messageCount; i++)
        {
            count += messages[i].Count;
        }

        return count;
    }

    private static int SendSingly(int descriptor, ref Message message, LibC.MessageHeader* header)
    {
        if (message.Count == 1)
        {
            return 1;
        }

        var refused = 0;
        var single = *header;
        single.Control = null;
        single.ControlLength = 0;
        single.VectorCount = 1;
        for (var i = 0; i < message.Count; i++, single.Vectors++)
        {
            refused += LibC.SendMany(descriptor, &single, 1, LibC.DontWait | LibC.NoSignal) == 1 ? 0 : 1;
        }

        return refused;
    }

    private struct Message
    {
        public SocketAddressKey Receiver;
        public int First;
        public int Last;
        public int Count;
        public int Bytes;
    }
}
