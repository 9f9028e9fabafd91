using System.Net.Sockets;
using Hearth.Linux;

namespace Hearth.Supervision;

/// <summary>The supervisor's end of one link.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Socket socket;
    private readonly NetworkStream stream;

    /// <summary>Takes over an accepted socket.</summary>
    public Peer(LinkId link, Socket socket)
    {
        Link = link;
        this.socket = socket;
        stream = new NetworkStream(socket, ownsSocket: true);
        // The supervisor never waits: a line that does not fit breaks the link.
        socket.Blocking = false;
        Lines = new LineReader(stream);
        Credentials = PeerCredentials.Of(socket);
        Process = ProcessHandle.OfPeer(socket, Credentials.ProcessId);
    }

    /// <summary>The link.</summary>
    public LinkId Link { get; }

    /// <summary>What the child says.</summary>
    public LineReader Lines { get; }

    /// <summary>Who is at the other end.</summary>
    public PeerCredentials Credentials { get; }

    /// <summary>The process there.</summary>
    public ProcessHandle Process { get; }

    /// <summary>Sends a message; a child that does not read it has its link broken.</summary>
    public void SendOrBreak(SupervisorMessage message)
    {
        try
        {
            var line = SupervisionProtocol.Write(message);
            if (socket.Send(line) < line.Length)
            {
                Break();
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            Break();
        }
    }

    /// <summary>Closes the link; whoever reads it finds its end.</summary>
    public void Break() => stream.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        Break();
        Process.Dispose();
    }
}
