using BenchmarkDotNet.Attributes;
using Hearth.Bench.Tables;
using Hearth.Forwarding;
using Hearth.Protocol;

namespace Hearth.Bench.Micro;

/// <summary>A forwarder's tables, filled as on a busy day: 10,000 prefixes, pending Interests and cached packets each.</summary>
public class TableBenchmarks : GaugedBenchmarks
{
    private const int Entries = 10_000;
    private static readonly Name Prefix = Name.Parse("/site");

    private readonly LoneForwarder pending = new(new ForwarderOptions { ContentStoreBytes = 0 }, Prefix, contentSize: 1000);
    private readonly LoneForwarder caching = new(new ForwarderOptions(), Prefix, contentSize: 1000);
    private ulong next;

    /// <summary>Fills them.</summary>
    [GlobalSetup]
    public void Fill()
    {
        for (var number = 0; number < Entries; number++)
        {
            pending.Forwarder.Fib.AddNextHop(Prefix.Append($"{number}"), pending.Producer, 0);
            pending.Ask((ulong)number);
            caching.Ask((ulong)number);
            caching.Answer((ulong)number);
        }

        if (pending.Forwarder.Pit.Count != Entries || caching.Forwarder.ContentStore.Count != Entries)
        {
            throw new InvalidOperationException();
        }
    }

    /// <summary>Reads an Interest and finds the longest prefix of its name.</summary>
    [Benchmark(Description = "FIB: read, longest prefix")]
    public FibEntry? LongestMatch() => pending.LookUp(Next());

    /// <summary>Data arrives, and goes to who waits for it; the next Interest in its place is sent on.</summary>
    [Benchmark(Description = "PIT: satisfy and insert")]
    public long Exchange()
    {
        var number = Next();
        pending.Answer(number);
        pending.Ask(number);
        return pending.Sent;
    }

    /// <summary>An Interest arrives, and the packet leaves.</summary>
    [Benchmark(Description = "content store: hit")]
    public long Hit()
    {
        caching.Ask(Next());
        return caching.Sent;
    }

    // Strides through the table, so that it does not meet each entry where it left off.
    private ulong Next() => next = (next + 7919) % Entries;
}
