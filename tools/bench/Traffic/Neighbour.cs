using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hearth.Bench.Traffic;

/// <summary>A <see cref="Producer"/> in a process of its own.</summary>
internal sealed class Neighbour : IDisposable
{
    /// <summary>Bytes of content in each Data packet: what NFD's figures were taken with.</summary>
    public const int Payload = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Process process;

    /// <summary>Starts it, and returns once it answers.</summary>
    public Neighbour()
    {
        Address = ServerProgram.FreePort(SocketType.Dgram);
        string[] arguments = ["produce", Address.Port.ToString(CultureInfo.InvariantCulture), Payload.ToString(CultureInfo.InvariantCulture)];
        process = Process.Start(Environment.ProcessPath!, arguments);
        using var socket = new PacketSocket(Address);
        var interests = new InterestTemplate(TrafficFigures.Prefix);
        for (var patience = Stopwatch.StartNew(); ;)
        {
            socket.Send(interests.Next(0, 0));
            if (socket.Wait(10_000_000) && socket.TryReceive(out _))
            {
                return;
            }

            if (patience.Elapsed > Patience)
            {
                Dispose();
                throw new BenchException("the producer does not answer.");
            }
        }
    }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>Where it answers.</summary>
    public IPEndPoint Address { get; }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
