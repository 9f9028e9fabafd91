using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hearth.Supervision;

/// <summary>Presses the button of a <see cref="SimulatedBoard"/>.</summary>
internal static class SimulatedButton
{
    /// <summary>Presses, and returns after the release.</summary>
    /// <param name="socketPath">The board's socket.</param>
    /// <param name="hold">How long; up to <see cref="SimulatedBoard.LongestPress"/>.</param>
    /// <param name="letGo">Lets go of the button at once; the call still completes.</param>
    /// <returns>False where no simulated board answers.</returns>
    public static async Task<bool> PressAsync(string socketPath, TimeSpan hold, CancellationToken letGo)
    {
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), CancellationToken.None).ConfigureAwait(false);
            await using NetworkStream stream = new(socket);
            var command = string.Create(CultureInfo.InvariantCulture, $"press {hold.TotalSeconds:0.###}\n");
            await stream.WriteAsync(Encoding.UTF8.GetBytes(command), CancellationToken.None).ConfigureAwait(false);
            using var release = letGo.Register(() => socket.Shutdown(SocketShutdown.Send));
            return await new LineReader(stream).ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } answer && answer.Span.SequenceEqual("ok"u8);
        }
        catch (Exception refusal) when (refusal is SocketException or IOException)
        {
            return false;
        }
    }
}
