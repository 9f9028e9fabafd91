using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Linux;

/// <summary>
/// A process by descriptor (pidfd_open(2)): unlike a process id, it can never come to mean another process.
/// </summary>
internal sealed partial class ProcessHandle : SafeHandleMinusOneIsInvalid
{
    // The system calls have one number on every architecture since 424 (pidfd_send_signal).
    private const int PidfdSendSignal = 424;
    private const int PidfdOpen = 434;
    private const int Sigkill = 9;
    private const int Sigterm = 15;
    private const int SolSocket = 1;
    private const int SoPeerPidfd = 77;

    private const int NoSuchCall = 38;

    private readonly int processId;

    private ProcessHandle(nint descriptor, int processId)
        : base(ownsHandle: true)
    {
        this.processId = processId;
        SetHandle(descriptor);
    }

    /// <summary>The process at the other end of a Unix socket.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="processId">Its peer's process id, for kernels older than 6.5, which do not give the descriptor itself.</param>
    /// <returns>Invalid where the process is gone.</returns>
    public static ProcessHandle OfPeer(Socket socket, int processId)
    {
        try
        {
            Span<byte> descriptor = stackalloc byte[sizeof(int)];
            socket.GetRawSocketOption(SolSocket, SoPeerPidfd, descriptor);
            return new ProcessHandle(MemoryMarshal.Read<int>(descriptor), processId);
        }
        catch (SocketException refusal)
        {
            // Only an old kernel makes the id worth a try: of a peer that is gone, it may be another's by now.
            return refusal.SocketErrorCode == SocketError.ProtocolOption ? OfProcess(processId) : new ProcessHandle(-1, processId);
        }
    }

    /// <summary>The process that has an id now.</summary>
    /// <returns>Invalid where there is none.</returns>
    public static ProcessHandle OfProcess(int processId) => new(SystemCall(PidfdOpen, processId, 0), processId);

    /// <summary>Ends the process at once.</summary>
    /// <returns>False where it was gone already.</returns>
    public bool Kill() => Signal(Sigkill);

    /// <summary>Asks the process to end.</summary>
    /// <inheritdoc cref="Kill"/>
    public bool Terminate() => Signal(Sigterm);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    private bool Signal(int signal)
    {
        if (IsInvalid || IsClosed)
        {
            return false;
        }

        if (SystemCall(PidfdSendSignal, (int)handle, signal, 0, 0) == 0)
        {
            return true;
        }

        // A translator of another processor's programs may not know the call (box64 does not). While the descriptor
        // says that the process is alive, its id is its own.
        return Marshal.GetLastPInvokeError() == NoSuchCall && IsAlive() && SendSignal(processId, signal) == 0;
    }

    /// <summary>A descriptor of a process becomes readable when that ends.</summary>
    private unsafe bool IsAlive()
    {
        LibC.PollDescriptor ended = new() { Descriptor = (int)handle, Events = (short)LibC.PollIn };
        return LibC.Poll(&ended, 1, 0) == 0;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
