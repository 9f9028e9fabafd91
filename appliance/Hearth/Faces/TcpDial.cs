using System.Net;
using System.Net.Sockets;
using Hearth.Linux;

namespace Hearth.Faces;

/// <summary>A TCP connection being made, without blocking the loop.</summary>
internal sealed class TcpDial : IReady, IDisposable
{
    /// <summary>As NFD's TCP channel waits.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);

    private readonly FaceSystem faces;
    private readonly EventLoop loop;
    private readonly Socket socket;
    private readonly int slot;
    private readonly Action<Socket?, SocketError> completed;
    private readonly Action giveUp;
    private bool done;

    /// <summary>Begins; <paramref name="completed"/> gets the connected socket, or null and the reason, on the loop.</summary>
    /// <exception cref="SocketException">There is no socket to be had for such an address.</exception>
    /// <exception cref="IOException">The kernel has no room for another descriptor.</exception>
    public TcpDial(FaceSystem faces, EventLoop loop, IPEndPoint remote, Action<Socket?, SocketError> completed)
    {
        this.faces = faces;
        this.loop = loop;
        this.completed = completed;
        giveUp = Dispose;
        socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            slot = loop.Add((int)socket.Handle, this);
        }
        catch (IOException)
        {
            socket.Dispose();
            throw;
        }

        faces.At(faces.Now + Timeout, giveUp);
        loop.WatchWriting(slot, (int)socket.Handle, true);
        try
        {
            socket.Connect(remote);
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // The usual course: OnReady says how it went.
        }
        catch (SocketException failure)
        {
            loop.Post(() => End(failure.SocketErrorCode));
        }
    }

    /// <summary>Gives up, if it has not ended yet.</summary>
    public void Dispose() => End(SocketError.TimedOut);

    /// <inheritdoc/>
    public void OnReady(bool readable, bool writable) =>
        End((SocketError)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!);

    private void End(SocketError error)
    {
        if (done)
        {
            return;
        }

        done = true;
        faces.Forget(giveUp);
        loop.Remove(slot, (int)socket.Handle);
        if (error == SocketError.Success)
        {
            completed(socket, error);
        }
        else
        {
            socket.Dispose();
            completed(null, error);
        }
    }
}
