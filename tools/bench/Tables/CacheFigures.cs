using System.Globalization;
using Hearth.Bench.Plots;
using Hearth.Forwarding;
using Hearth.Protocol;

namespace Hearth.Bench.Tables;

/// <summary>
/// What the content store answers of a trace in which few names are asked for often (Zipf), against a store of as many
/// packets that keeps what was asked for last.
/// </summary>
internal sealed class CacheFigures(string plots)
{
    private const int Names = 30_000;
    private const int Requests = 300_000;
    private const int ContentSize = 1000;

    // Traces of web caches lie between 0.64 and 0.83 (L. Breslau and others, 1999), of videos and files near 1.
    private const double Exponent = 0.8;

    // Asked for once and never again.
    private const double OneHitWonders = 0.3;

    private static readonly double[] Shares = [0.01, 0.02, 0.05, 0.1, 0.2];
    private static readonly Name Prefix = Name.Parse("/z");

    /// <summary>Measures, and draws.</summary>
    public IEnumerable<Figure> Take()
    {
        var plain = Shares.Select(share => Measure(share, 0)).ToArray();
        var mixed = Shares.Select(share => Measure(share, OneHitWonders)).ToArray();
        yield return Gain("answered of a Zipf trace, to LRU", plain);
        yield return Gain("the same, 30 % asked for once", mixed);
        Axis share = new("store, in % of the names that are asked for again", [1, 2, 5, 10, 20], value => value.ToString(CultureInfo.InvariantCulture), IsLogarithmic: true);
        Axis hits = new("% of Interests answered from the store", Axis.From0To(100 * plain.Max(one => one.Ours)), value => value.ToString(CultureInfo.InvariantCulture));
        new LinePlot("Popular content stays: hits on a Zipf trace, against least recently used", share, hits,
        [
            Line("popular only", "#2f6f8f", false, plain, one => one.Ours),
            Line("LRU", "#2f6f8f", true, plain, one => one.Lru),
            Line("30 % asked once", "#c2571a", false, mixed, one => one.Ours),
            Line("LRU", "#c2571a", true, mixed, one => one.Lru),
        ]).Save(Path.Combine(plots, "cache.svg"));
    }

    // At a store of 5 % of the names.
    private static Figure Gain(string name, (double Ours, double Lru)[] measured) => new(name, [measured[2].Ours / measured[2].Lru], "×", Aim.AtLeast(1),
        [new Gauge("ours", 100 * measured[2].Ours, "%"), new Gauge("LRU", 100 * measured[2].Lru, "%")]);

    private static Series Line(string label, string color, bool isDashed, (double Ours, double Lru)[] measured, Func<(double Ours, double Lru), double> of) =>
        new(label, color, isDashed, [.. measured.Select((one, i) => (100 * Shares[i], 100 * of(one)))]);

    private static (double Ours, double Lru) Measure(double share, double oneHitWonders)
    {
        var alone = new LoneForwarder(new ForwarderOptions { ContentStoreBytes = 0 }, Prefix, contentSize: ContentSize);
        var store = alone.Forwarder.ContentStore;
        store.CapacityBytes = (long)(share * Names * alone.DataSize * 1.25);
        var ours = Replay(oneHitWonders, number =>
        {
            var sent = alone.Forwarder.Counters.OutInterests;
            alone.Ask(number);
            var isHit = alone.Forwarder.Counters.OutInterests == sent;
            if (!isHit)
            {
                alone.Answer(number);
            }

            return isHit;
        });
        return (ours, Replay(oneHitWonders, new LeastRecentlyUsed(store.Count).Ask));
    }

    // The first half fills the store and is not counted.
    private static double Replay(double oneHitWonders, Func<ulong, bool> ask)
    {
        var trace = new Zipf(Names, Exponent);
        var once = (ulong)Names;
        var hits = 0;
        for (var i = 0; i < Requests; i++)
        {
            var isHit = ask(trace.Chance(oneHitWonders) ? once++ : (ulong)trace.Next());
            hits += isHit && i >= Requests / 2 ? 1 : 0;
        }

        return hits / (Requests / 2.0);
    }
}
