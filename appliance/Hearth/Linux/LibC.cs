using System.Runtime.InteropServices;

namespace Hearth.Linux;

/// <summary>
/// The system calls that .NET does not offer in the form needed here: readiness by epoll, many datagrams a call, the
/// kernel's own news of its network interfaces. Everything else goes through <see cref="System.Net.Sockets.Socket"/>. Errors are in errno.
/// </summary>
internal static unsafe partial class LibC
{
    // Numbers of the kernel's ABI, the same on x86-64 and ARM64 (include/uapi).
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int NoBuffers = 105;
    public const int NetlinkFamily = 16;
    public const int RawSocket = 3;
    public const uint PollIn = 0x001;
    public const uint PollOut = 0x004;
    public const uint PollError = 0x008;
    public const uint PollHangUp = 0x010;
    public const uint EdgeTriggered = 1u << 31;
    public const int ControlAdd = 1;
    public const int ControlDelete = 2;
    public const int ControlModify = 3;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int DontWait = 0x40;
    public const int NoSignal = 0x4000;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* @event);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int resource, ulong* softAndHard);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint size);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int descriptor, byte* address, uint size);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint size, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nint size, int flags);

    /// <summary>Bytes that a socket's datagrams take until the network card has them (SIOCOUTQ, udp(7)); -1 with errno on failure.</summary>
    public static int Unsent(int descriptor)
    {
        // include/uapi/asm-generic/sockios.h and ioctls.h: TIOCOUTQ.
        const nuint OutQueue = 0x5411;
        var bytes = 0;
        return Control(descriptor, OutQueue, &bytes) == 0 ? bytes : -1;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, int* value);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int descriptor, MessageHeader* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int descriptor, MessageHeader* messages, uint count, int flags);

    /// <summary><c>struct pollfd</c>.</summary>
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary><c>struct iovec</c>.</summary>
    public struct IoVector
    {
        public byte* Base;
        public nint Length;
    }

    /// <summary><c>struct mmsghdr</c> of a 64-bit Linux: a <c>struct msghdr</c> of 56 bytes, then the length.</summary>
    public struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nint VectorCount;
        public void* Control;
        public nint ControlLength;
        public int Flags;
        private readonly int endOfMessageHeader;
        public uint Length;
        private readonly uint endOfStruct;
    }
}
