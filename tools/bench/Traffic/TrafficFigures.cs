using System.Globalization;
using System.Net.Sockets;
using Hearth.Bench.Plots;
using Hearth.Protocol;

namespace Hearth.Bench.Traffic;

/// <summary>
/// What the node does to packets, each figure beside the same exchange without a node in between, taken in the same
/// second. G is that exchange's rate: one core's worth of asking and one of answering, with a call for each packet.
/// </summary>
internal sealed class TrafficFigures(ServerProgram hearth, string binary, string plots)
{
    /// <summary>What is asked for.</summary>
    public static readonly Name Prefix = Name.Parse("/b");

    private const int Rounds = 5;
    private const int Window = 64;
    private const ulong CachedNames = 1000;
    private static readonly TimeSpan Part = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private readonly List<Round> rounds = [];

    /// <summary>Measures, and draws.</summary>
    public IEnumerable<Figure> Take()
    {
        using var producer = new Neighbour();
        using var node = hearth.Start();
        new HearthCommand(binary, node.Folder).Run("route", "add", Prefix.ToString(), $"udp4://{producer.Address}");
        for (var i = 0; i < Rounds; i++)
        {
            rounds.Add(Measure(producer, node));
        }

        Draw();
        return Rates().Concat(Times());
    }

    private IEnumerable<Figure> Rates()
    {
        yield return PerCpuSecond("forwarding, per CPU-second", round => round.Forwarded, Aim.AtLeast(0.40));
        yield return PerSecond("forwarding, through the machine", round => round.Forwarded, Aim.AtLeast(0.35));
        yield return PerCpuSecond("hits over UDP, per CPU-second", round => round.Hits, Aim.AtLeast(0.80));
        yield return PerSecond("hits over UDP, through the machine", round => round.Hits, null);
        yield return PerCpuSecond("hits, local socket, per CPU-second", round => round.LocalHits, null);
    }

    private IEnumerable<Figure> Times()
    {
        yield return Time("latency unloaded, p50", 0.5, round => round.NodeTimes, round => round.DirectTimes, Aim.AtMost(2.5));
        yield return Time("latency at half load, p99.9", 0.999, round => round.LoadedTimes, round => round.DirectLoadedTimes, Aim.AtMost(10));
    }

    private Figure PerSecond(string name, Func<Round, Weighed> of, Aim? aim) =>
        Rate(name, round => of(round).PerSecond, round => round.Direct.PerSecond, aim);

    // By processor time on both sides: what others use of the machine lowers G, but not what the node carries.
    private Figure PerCpuSecond(string name, Func<Round, Weighed> of, Aim? aim) =>
        Rate(name, round => of(round).PerCpuSecond, round => round.Direct.PerCpuSecond, aim);

    private Figure Rate(string name, Func<Round, double> of, Func<Round, double> gauge, Aim? aim) =>
        new(name, [.. rounds.Select(round => of(round) / gauge(round))], "G", aim,
        [
            new Gauge("G", Figure.MedianOf(rounds.Select(gauge)), "/s"),
            new Gauge("here", Figure.MedianOf(rounds.Select(of)), "/s"),
        ]);

    private Figure Time(string name, double share, Func<Round, Outcome> of, Func<Round, Outcome> without, Aim aim)
    {
        Gauge At(string label, double percentile, Func<Round, Outcome>? other = null) =>
            new(label, Figure.MedianOf(rounds.Select(round => (other ?? of)(round).Percentile(percentile))), "µs");
        return new Figure(name, [.. rounds.Select(round => of(round).Percentile(share) / round.DirectTimes.Percentile(0.5))], "×", aim,
        [
            new Gauge("direct p50", Figure.MedianOf(rounds.Select(round => round.DirectTimes.Percentile(0.5))), "µs"),
            At("node p50", 0.5),
            At("p99", 0.99),
            At("p99.9", 0.999),
            At("direct at the same rate p99", 0.99, without),
            At("p99.9", 0.999, without),
        ]);
    }

    // NFD's figures are those of its best day on such a machine; they were taken with a generator that sends the same.
    private void Draw()
    {
        double Median(Func<Round, Weighed> of) => Figure.MedianOf(rounds.Select(round => of(round).PerCpuSecond / round.Direct.PerCpuSecond));
        Bar[] bars =
        [
            new("forwarding, UDP", Median(round => round.Forwarded), 0.40, 0.09, "NFD"),
            new("content store hits, UDP", Median(round => round.Hits), 0.80, 0.21, "NFD"),
            new("content store hits, local", Median(round => round.LocalHits), null),
        ];
        Axis scale = new(
            "exchanges for each second of the node's processor time, in G; the upright marks are the aims",
            Axis.From0To(bars.Max(bar => bar.Value)),
            value => value.ToString("0.0", CultureInfo.InvariantCulture));
        new BarPlot("What a second of the node's processor time carries", scale, bars).Save(Path.Combine(plots, "traffic.svg"));
    }

    private static Round Measure(Neighbour producer, RunningServer node)
    {
        var names = Prefix.Append("h");
        using var direct = new PacketSocket(producer.Address);
        using var forwarded = new PacketSocket(node.Packets!);
        using var local = new PacketSocket(new UnixDomainSocketEndPoint(Path.Combine(node.Folder, "nfd.sock")));
        var asker = new Consumer(direct, new InterestTemplate(Prefix));
        var through = new Consumer(forwarded, new InterestTemplate(Prefix));
        var cached = new Consumer(forwarded, new InterestTemplate(names));
        var cachedLocally = new Consumer(local, new InterestTemplate(names));

        var gauge = WeighGauge(producer, asker);
        var exchanges = Weigh(node, through, new Load(Window, Part));
        cached.Saturate(new Load(Window, TimeSpan.FromMilliseconds(100), CachedNames));
        var hits = Weigh(node, cached, new Load(Window, Part, CachedNames));
        var localHits = Weigh(node, cachedLocally, new Load(Window, Part, CachedNames));
        return new Round(
            gauge,
            exchanges,
            hits,
            localHits,
            asker.TakeTimes(new Load(1, Short)),
            through.TakeTimes(new Load(1, Short)),
            through.TakeTimes(new Load(Window * Window, Part, RatePerSecond: exchanges.PerSecond / 2)),
            asker.TakeTimes(new Load(Window * Window, Part, RatePerSecond: exchanges.PerSecond / 2)));
    }

    private static Weighed WeighGauge(Neighbour producer, Consumer consumer)
    {
        var (own, other) = (Clock.ProcessorTime(Environment.ProcessId), Clock.ProcessorTime(producer.Id));
        var outcome = consumer.Saturate(new Load(Window, Part));
        var used = Math.Max(Clock.ProcessorTime(Environment.ProcessId) - own, Clock.ProcessorTime(producer.Id) - other) / 1e9;
        return new Weighed(outcome.Rate, outcome.Data / used);
    }

    private static Weighed Weigh(RunningServer node, Consumer consumer, Load load)
    {
        var before = Clock.ProcessorTime(node.Id);
        var outcome = consumer.Saturate(load);
        var used = (Clock.ProcessorTime(node.Id) - before) / 1e9;
        return outcome.Other == 0 && outcome.Lost <= outcome.Data / 1000
            ? new Weighed(outcome.Rate, outcome.Data / used)
            : throw new BenchException($"of {outcome.Data} exchanges {outcome.Lost} were lost and {outcome.Other} refused: the figures would mean nothing.");
    }
}
