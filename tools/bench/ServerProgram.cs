using System.Net;
using System.Net.Sockets;

namespace Hearth.Bench;

/// <summary>A program that serves HTTP, and perhaps NDN over UDP, and how it is started on free ports.</summary>
/// <param name="path">The binary.</param>
/// <param name="servesPackets">Whether an Interest over UDP must be answered too before it counts as serving.</param>
/// <param name="arguments">Its arguments, given a fresh folder and the addresses that it is to listen on.</param>
internal sealed class ServerProgram(string path, bool servesPackets, Func<string, IPEndPoint, IPEndPoint, string[]> arguments)
{
    /// <summary>Bytes of the file.</summary>
    public long Size => new FileInfo(path).Length;

    /// <summary><c>hearth node</c>, or another verb that serves, with nothing but a new state folder.</summary>
    public static ServerProgram Hearth(string path, string verb = "node") => new(path, servesPackets: true, (folder, web, packets) =>
    [
        verb, "--state", folder, "--socket", Path.Combine(folder, "nfd.sock"), "--web", web.ToString(),
        "--bind", packets.Address.ToString(), "--port", Text(packets.Port), "--ws-port", "0",
    ]);

    /// <summary>The gauge: a web server of the same framework that does nothing else.</summary>
    public static ServerProgram Bare(string path) => new(path, servesPackets: false, (_, web, _) => ["--urls", $"http://{web}"]);

    /// <summary>Starts it and waits until it serves.</summary>
    /// <exception cref="BenchException">It ended, or did not serve in time.</exception>
    public RunningServer Start()
    {
        var folder = Directory.CreateTempSubdirectory("hearth-bench-").FullName;
        var web = FreePort(SocketType.Stream);
        var packets = FreePort(SocketType.Dgram);
        return new RunningServer(path, arguments(folder, web, packets), folder, web, servesPackets ? packets : null);
    }

    /// <summary>A port of this machine that nobody uses.</summary>
    public static IPEndPoint FreePort(SocketType type)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, ProtocolType.Unspecified);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
