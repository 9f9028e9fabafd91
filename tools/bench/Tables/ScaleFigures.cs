using System.Globalization;
using Hearth.Bench.Plots;
using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Bench.Tables;

/// <summary>What a lookup costs in tables of a thousand to a million entries.</summary>
internal sealed class ScaleFigures(string plots)
{
    private const int Most = 1_000_000;
    private const int Times = 200_000;
    private static readonly int[] Counts = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, Most];
    private static readonly int[] Components = [1, 2, 4, 8, 16, 24, 32, 40, 50, 60];
    private static readonly Name Prefix = Name.Parse("/site");

    private readonly Random random = new(1);

    /// <summary>Measures, and draws.</summary>
    public IEnumerable<Figure> Take()
    {
        var read = new Gauge("a read from memory", CostOfRead(), "ns");
        var fib = FibCosts();
        yield return Growth("FIB lookup, 1 M prefixes to 1 k", fib, read);
        var (pit, bytes) = PitCosts();
        yield return Growth("PIT exchange, 1 M pending to 1 k", pit, read);
        yield return new Figure("PIT entry", [bytes], "B", Aim.AtMost(400), [new Gauge("pending", Most, "")]);
        Axis count = new("entries in the table", [.. Counts.Where((_, i) => i % 2 == 0).Select(Convert.ToDouble)], Short, IsLogarithmic: true);
        new LinePlot("A thousand times the entries cost a few reads from memory more", count, Nanoseconds(fib, pit),
        [
            new Series("PIT: answer and ask", "#2f6f8f", false, pit),
            new Series("FIB: longest prefix", "#c2571a", false, fib),
        ]).Save(Path.Combine(plots, "scale.svg"));

        var names = NameCosts();
        yield return new Figure("name of 60 components to 8", [names[^1].Y / names.First(one => one.X == 8).Y], "×", null,
            [new Gauge("8 components", names.First(one => one.X == 8).Y, "ns"), new Gauge("60", names[^1].Y, "ns")]);
        Axis components = new("components in the name, with a prefix of each length in the FIB", [1, 10, 20, 30, 40, 50, 60], value => value.ToString(CultureInfo.InvariantCulture));
        new LinePlot("Long names cost by the component, and no more", components, Nanoseconds(names),
            [new Series("ask and answer", "#2f6f8f", false, names)]).Save(Path.Combine(plots, "names.svg"));

        var (few, many) = (FaceCost(10), FaceCost(10_000));
        yield return new Figure("exchange, 10,000 faces to 10", [many / few], "×", null, [new Gauge("10 faces", few, "ns"), new Gauge("10,000", many, "ns")]);
    }

    private static Figure Growth(string name, List<(double X, double Y)> costs, Gauge read) =>
        new(name, [costs[^1].Y / costs[0].Y], "×", null, [new Gauge("1 k", costs[0].Y, "ns"), new Gauge("1 M", costs[^1].Y, "ns"), read]);

    private static Axis Nanoseconds(params List<(double X, double Y)>[] lines) =>
        new("nanoseconds", Axis.From0To(lines.Max(line => line.Max(point => point.Y))), value => value.ToString("#,0", CultureInfo.InvariantCulture));

    private static string Short(double value) => value >= 1e6 ? $"{value / 1e6:0} M" : $"{value / 1e3:0} k";

    private List<(double X, double Y)> FibCosts()
    {
        var alone = new LoneForwarder(new ForwarderOptions { MaxPrefixes = Most + 1 }, Prefix);
        var costs = new List<(double X, double Y)>();
        var filled = 0;
        foreach (var count in Counts)
        {
            for (; filled < count; filled++)
            {
                alone.Forwarder.Fib.AddNextHop(Numbered(Prefix, (ulong)filled), alone.Producer, 0);
            }

            var found = 0;
            costs.Add((count, LoneForwarder.CostOf(Times, _ => found += alone.LookUp((ulong)random.Next(count))!.Prefix.Count)));
        }

        return costs;
    }

    private (List<(double X, double Y)> Costs, double BytesPerEntry) PitCosts()
    {
        var alone = new LoneForwarder(new ForwarderOptions { PitBytes = int.MaxValue, ContentStoreBytes = 0 }, Prefix);
        var costs = new List<(double X, double Y)>();
        var filled = 0;
        foreach (var count in Counts)
        {
            for (; filled < count; filled++)
            {
                alone.Ask((ulong)filled);
            }

            costs.Add((count, LoneForwarder.CostOf(Times, _ =>
            {
                var number = (ulong)random.Next(count);
                alone.Answer(number);
                alone.Ask(number);
            })));
        }

        return alone.Forwarder.Pit.Count == Most
            ? (costs, (double)alone.Forwarder.Pit.UsedBytes / Most)
            : throw new BenchException($"only {alone.Forwarder.Pit.Count} Interests are pending of {Most}.");
    }

    private static List<(double X, double Y)> NameCosts()
    {
        var costs = new List<(double X, double Y)>();
        foreach (var count in Components)
        {
            // The number is one component; a prefix of every length stands in the FIB and is none of this name's.
            var prefix = Name.Empty;
            for (var i = 1; i < count; i++)
            {
                prefix = prefix.Append("component");
            }

            var alone = new LoneForwarder(new ForwarderOptions { ContentStoreBytes = 0 }, prefix);
            for (var other = Name.Parse("/other"); other.Count <= count; other = other.Append("component"))
            {
                alone.Forwarder.Fib.AddNextHop(other, alone.Producer, 0);
            }

            costs.Add((count, LoneForwarder.CostOf(Times / 4, i =>
            {
                alone.Ask((ulong)i);
                alone.Answer((ulong)i);
            })));
        }

        return costs;
    }

    private double FaceCost(int faces)
    {
        var alone = new LoneForwarder(new ForwarderOptions { ContentStoreBytes = 0 }, Prefix, faces);
        return LoneForwarder.CostOf(Times, i =>
        {
            alone.Ask((ulong)i, random.Next(faces));
            alone.Answer((ulong)i);
        });
    }

    // Follows a chain through more memory than a cache holds.
    private double CostOfRead()
    {
        const int Size = 1 << 26;
        const int Length = 10 * Times;
        var chain = new int[Size];
        var at = 0;
        for (var i = 0; i < Length; i++)
        {
            var next = random.Next(Size);
            chain[at] = next;
            at = next;
        }

        at = 0;
        return LoneForwarder.CostOf(Length, _ => at = chain[at]);
    }

    private static Name Numbered(Name prefix, ulong number)
    {
        var component = new byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(component, number);
        return prefix.Append(TlvType.GenericNameComponent, component);
    }
}
