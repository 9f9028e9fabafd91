using System.Globalization;
using System.Text.Json;
using Hearth.Protocol;

namespace Hearth.Bench.Traffic;

/// <summary>What a cached packet takes of the node's resident memory, and whether the content store keeps its budget.</summary>
internal sealed class MemoryFigures(ServerProgram hearth, string binary)
{
    private const long Budget = 64 << 20;

    // Far above what the budget holds at 1,000 bytes of content.
    private const long Packets = 150_000;

    private const int Window = 64;
    private static readonly Name Prefix = TrafficFigures.Prefix;

    /// <summary>Measures.</summary>
    public IEnumerable<Figure> Take()
    {
        using var producer = new Neighbour();
        using var node = hearth.Start();
        var command = new HearthCommand(binary, node.Folder);
        command.Run("route", "add", Prefix.ToString(), $"udp4://{producer.Address}");

        // Everything else that traffic touches is touched first: pending Interests, nonces, the collector's own room.
        command.Run("cs", "config", "--capacity", Budget.ToString(CultureInfo.InvariantCulture), "--admit", "off");
        Ask(node);
        var before = node.SettledResidentBytes();
        command.Run("cs", "config", "--admit", "on");
        var packetSize = Ask(node);
        var grown = node.SettledResidentBytes() - before;
        using var info = JsonDocument.Parse(command.Run("cs", "info", "--json"));
        var entries = info.RootElement.GetProperty("entries").GetDouble();

        Gauge packet = new("a packet", packetSize, "B");
        yield return new Figure("memory of a cached packet", [grown / entries / packetSize], "×", Aim.AtMost(1.25), [packet, new Gauge("resident", grown / entries, "B"), new Gauge("cached", entries, "")]);
        yield return new Figure("memory of a full content store", [(double)grown / Budget], "×", Aim.AtMost(1.02), [new Gauge("budget", Budget / 1e6, "MB"), new Gauge("resident", grown / 1e6, "MB")]);
    }

    // Asks for each name once, and returns the bytes of a packet.
    private static double Ask(RunningServer node)
    {
        using var socket = new PacketSocket(node.Packets!);
        var consumer = new Consumer(socket, new InterestTemplate(Prefix));
        long bytes = 0;
        long data = 0;
        while (data < Packets)
        {
            var outcome = consumer.Saturate(new Load(Window, TimeSpan.FromMilliseconds(300)));
            data += outcome.Data > 0 ? outcome.Data : throw new BenchException("the node does not answer.");
            bytes += outcome.Bytes;
        }

        return (double)bytes / data;
    }
}
