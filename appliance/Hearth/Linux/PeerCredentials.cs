using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hearth.Linux;

/// <summary>Who connected to a Unix socket, as the kernel noted it then (SO_PEERCRED, unix(7)).</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="UserId">Its effective user.</param>
/// <param name="GroupId">Its effective group.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly partial record struct PeerCredentials(int ProcessId, uint UserId, uint GroupId)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>Whether the peer runs as the user that this process runs as.</summary>
    public bool IsSameUser => UserId == EffectiveUserId();

    /// <summary>The peer of a connected socket.</summary>
    public static PeerCredentials Of(Socket socket)
    {
        Span<PeerCredentials> credentials = stackalloc PeerCredentials[1];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        return credentials[0];
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUserId();
}
