using System.Runtime.InteropServices;

namespace Hearth.Bench.Traffic;

/// <summary>The system calls of the generator: one for each packet, as any plain client makes them.</summary>
internal static unsafe partial class LibC
{
    // Numbers of the kernel's ABI (include/uapi), the same on x86-64 and ARM64.
    public const int DontWait = 0x40;
    public const int NoSignal = 0x4000;
    public const short PollIn = 1;
    public const int TimerSlack = 29;

    [LibraryImport("libc", EntryPoint = "send")]
    public static partial nint Send(int descriptor, byte* buffer, nint size, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    public static partial nint Receive(int descriptor, byte* buffer, nint size, int flags);

    [LibraryImport("libc", EntryPoint = "recvfrom")]
    public static partial nint ReceiveFrom(int descriptor, byte* buffer, nint size, int flags, byte* address, uint* addressSize);

    [LibraryImport("libc", EntryPoint = "sendto")]
    public static partial nint SendTo(int descriptor, byte* buffer, nint size, int flags, byte* address, uint addressSize);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    public static partial int ReadClock(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "prctl")]
    public static partial int Control(int option, nuint argument);

    /// <summary><c>struct pollfd</c>.</summary>
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary><c>struct timespec</c>.</summary>
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
