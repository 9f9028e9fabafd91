using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Hearth.Bench.Plots;
using Hearth.Protocol;

namespace Hearth.Bench.Traffic;

/// <summary>
/// Ten minutes of a node under mixed load: names asked for once, cached names, names that nobody answers, local programs
/// that come and go. Its memory must stay flat, and whatever counts what is there must come back to where it was.
/// </summary>
internal sealed class Soak(ServerProgram hearth, string binary, string plots, TimeSpan duration)
{
    private const double RatePerSecond = 4000;
    private const int Window = 1024;
    private static readonly Name Silent = Name.Parse("/silent");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // The content store is full by then, and the collector knows the load.
    private const double WarmUpShare = 0.3;

    private readonly List<(double X, double Y)> memory = [];

    /// <summary>Measures, and draws.</summary>
    public IEnumerable<Figure> Take()
    {
        using var producer = new Neighbour();
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var node = hearth.Start();
        var command = new HearthCommand(binary, node.Folder);
        command.Run("route", "add", TrafficFigures.Prefix.ToString(), $"udp4://{producer.Address}");
        command.Run("route", "add", Silent.ToString(), $"udp4://{silent.LocalEndPoint}");
        using var network = new PacketSocket(node.Packets!);
        new Consumer(network, new InterestTemplate(TrafficFigures.Prefix)).TakeTimes(new Load(1, TimeSpan.FromMilliseconds(100)));
        var before = Status(command);

        Live(node, network);
        var after = WhenAtRest(command);
        var settled = memory.Where(point => point.X >= duration.TotalMinutes * WarmUpShare).Select(point => point.Y).ToArray();
        Draw();
        yield return new Figure("soak: memory, end to 30 %", [settled[^1] / settled[0]], "×", Aim.AtMost(1.03),
            [new Gauge("minutes", duration.TotalMinutes, ""), new Gauge("at 30 %", settled[0], "MB"), new Gauge("most", settled.Max(), "MB")]);
        foreach (var (name, field) in ((string, string)[])[("pending Interests", "pitEntries"), ("faces", "faces"), ("FIB prefixes", "fibEntries")])
        {
            yield return new Figure($"soak: {name} left over", [after[field] - before[field]], "", Aim.AtMost(0), [new Gauge("before", before[field], "")]);
        }
    }

    private void Live(RunningServer node, PacketSocket network)
    {
        var unique = new Consumer(network, new InterestTemplate(TrafficFigures.Prefix));
        var unanswered = new Consumer(network, new InterestTemplate(Silent));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < duration;)
        {
            unique.TakeTimes(new Load(Window, Second, RatePerSecond: RatePerSecond));
            unanswered.Saturate(new Load(Window, TimeSpan.FromMilliseconds(50)));
            using (var visitor = new PacketSocket(new UnixDomainSocketEndPoint(Path.Combine(node.Folder, "nfd.sock"))))
            {
                new Consumer(visitor, new InterestTemplate(TrafficFigures.Prefix.Append("h")))
                    .TakeTimes(new Load(Window, Second / 2, Names: 1000, RatePerSecond: RatePerSecond));
            }

            memory.Add((clock.Elapsed.TotalMinutes, node.ResidentBytes() / 1e6));
        }
    }

    // Every Interest has expired by then, and every visitor's face is closed.
    private static Dictionary<string, double> WhenAtRest(HearthCommand command)
    {
        Thread.Sleep(TimeSpan.FromSeconds(5));
        return Status(command);
    }

    private static Dictionary<string, double> Status(HearthCommand command)
    {
        using var status = JsonDocument.Parse(command.Run("status", "--json"));
        return status.RootElement.EnumerateObject()
            .Where(field => field.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(field => field.Name, field => field.Value.GetDouble());
    }

    private void Draw()
    {
        string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
        Axis minutes = new("minutes", Axis.From0To(duration.TotalMinutes), Number);
        Axis resident = new("MB resident", Axis.From0To(memory.Max(point => point.Y)), Number);
        var step = Math.Max(1, memory.Count / 60);
        new LinePlot("The node's memory while it is kept busy", minutes, resident,
            [new Series("resident", "#2f6f8f", false, [.. memory.Where((_, i) => i % step == 0)])]).Save(Path.Combine(plots, "soak.svg"));
    }
}
