using System.Net;
using System.Net.Sockets;
using Hearth.CommandLine;

namespace Hearth.Client;

/// <summary>Opens the socket of a client's transport.</summary>
internal static class ForwarderSocket
{
    // Room for a window of segments, so that the forwarder need not wait while this side writes a file.
    private const int ReceiveBuffer = 4 << 20;

    /// <summary>Connects to the forwarder.</summary>
    /// <exception cref="VerbFailedException">Nothing listens there.</exception>
    public static async Task<Socket> ConnectAsync(ClientTransport transport, CancellationToken stop)
    {
        var (socket, place) = transport switch
        {
            ClientTransport.Unix unix => (new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), (EndPoint)new UnixDomainSocketEndPoint(unix.Path)),
            ClientTransport.Tcp tcp => (new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, new DnsEndPoint(tcp.Host, tcp.Port)),
            ClientTransport.Udp udp => (new Socket(SocketType.Dgram, ProtocolType.Udp), new DnsEndPoint(udp.Host, udp.Port)),
            _ => throw new InvalidOperationException($"{transport} is no transport of a client."),
        };
        try
        {
            socket.ReceiveBufferSize = ReceiveBuffer;
            await socket.ConnectAsync(place, stop).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new VerbFailedException(
                $"no forwarder answers at {transport} ({refused.SocketErrorCode}); start one with `hearth run`, or say where it is with --socket.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
