using System.Net.Sockets;

namespace Hearth.Client;

/// <summary>The owner's API of a node: the panel's own, over the socket that only the owner can open.</summary>
internal static class OwnerClient
{
    /// <summary>A client whose every request goes to that socket, whatever host it names.</summary>
    public static HttpClient Connect(string socketPath) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), stop).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
        UseProxy = false,
    })
    {
        BaseAddress = new Uri("http://localhost/"),
    };
}
