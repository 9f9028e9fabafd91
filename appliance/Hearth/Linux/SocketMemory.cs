using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hearth.Linux;

/// <summary>What the kernel keeps for a socket (<c>SO_MEMINFO</c>, include/uapi/linux/sock_diag.h; Linux 4.12).</summary>
internal static class SocketMemory
{
    private const int SocketLevel = 1;
    private const int MemoryInformation = 55;

    // Of nine numbers: SK_MEMINFO_RMEM_ALLOC, SK_MEMINFO_RCVBUF and SK_MEMINFO_DROPS.
    private const int Numbers = 9;
    private const int Received = 0;
    private const int ReceiveBuffer = 1;
    private const int Drops = 8;

    /// <summary>
    /// What came and was not read yet, the most that may wait, both in bytes of the kernel's own count, and how many
    /// datagrams found no room since the socket was made.
    /// </summary>
    public static (long Used, long Limit, long Refused) Receiving(Socket socket)
    {
        Span<uint> numbers = stackalloc uint[Numbers];
        socket.GetRawSocketOption(SocketLevel, MemoryInformation, MemoryMarshal.AsBytes(numbers));
        return (numbers[Received], numbers[ReceiveBuffer], numbers[Drops]);
    }
}
