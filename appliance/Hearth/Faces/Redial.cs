using System.Net;
using System.Net.Sockets;
using Hearth.Linux;

namespace Hearth.Faces;

/// <summary>
/// Dials the peer of a permanent face again after its connection was lost: in a second, and each time that fails after
/// twice as long, up to five minutes (the figures of NFD's <c>TcpTransport</c>).
/// </summary>
/// <param name="faces">Whose timers it uses.</param>
/// <param name="loop">The faces' loop.</param>
/// <param name="remote">Whom to dial.</param>
/// <param name="connected">Takes the connected socket; false where it cannot be used.</param>
internal sealed class Redial(FaceSystem faces, EventLoop loop, IPEndPoint remote, Func<Socket, bool> connected) : IDisposable
{
    /// <summary>The first wait.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private TimeSpan wait = FirstWait;
    private TcpDial? dial;
    private bool disposed;

    /// <summary>Waits, and dials until there is a connection.</summary>
    public void Begin()
    {
        faces.At(faces.Now + wait, Dial);
        wait = 2 * wait < LongestWait ? 2 * wait : LongestWait;
    }

    /// <summary>
    /// The peer has sent a packet: the next loss begins with the first wait. One that takes every connection and drops
    /// it is asked less and less.
    /// </summary>
    public void Reset() => wait = FirstWait;

    /// <summary>Dials no more.</summary>
    public void Dispose()
    {
        disposed = true;
        faces.Forget(Dial);
        dial?.Dispose();
    }

    private void Dial()
    {
        try
        {
            dial = new TcpDial(faces, loop, remote, (socket, _) => End(socket));
        }
        catch (Exception refusal) when (refusal is SocketException or IOException)
        {
            // No descriptor, or no such address family, at the moment.
            Begin();
        }
    }

    private void End(Socket? socket)
    {
        dial = null;
        if (disposed)
        {
            socket?.Dispose();
        }
        else if (socket is null || !connected(socket))
        {
            socket?.Dispose();
            Begin();
        }
    }
}
