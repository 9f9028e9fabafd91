using Hearth.Discovery.Dns;

namespace Hearth.Discovery;

/// <summary>A record heard on an interface, until its time is over.</summary>
internal sealed class CachedRecord
{
    // When to ask again, in hundredths of the lifetime, and up to two more by chance (RFC 6762 section 5.2).
    private static readonly int[] RefreshAt = [80, 85, 90, 95];

    private readonly TimeSpan life;
    private readonly TimeSpan jitter;
    private int refreshes;

    public CachedRecord(int index, DnsRecord record, TimeSpan now, Randomness randomness)
    {
        Interface = index;
        Record = record;
        HeardAt = now;

        // Nothing is believed for longer than the standard's own longest time.
        life = TimeSpan.FromSeconds(Math.Min(record.Ttl, DnsRecord.OtherTtl));
        jitter = life * randomness.Milliseconds(0, 20).TotalSeconds;
        ExpiresAt = now + life;
        Target = record.TryGetPointer(out var instance) ? instance : record.TryGetService(out var host, out _) ? host : null;
    }

    public int Interface { get; }

    public DnsRecord Record { get; }

    public TimeSpan HeardAt { get; }

    /// <summary>The name that it leads to: a pointer's instance, a service's host.</summary>
    public DnsName? Target { get; }

    public TimeSpan ExpiresAt { get; private set; }

    /// <summary>When to ask for it again, or, once that was done four times, when it ends.</summary>
    public TimeSpan NextDeadline => refreshes < RefreshAt.Length ? HeardAt + (life * RefreshAt[refreshes] / 100) + jitter : ExpiresAt;

    /// <summary>Whether more than half of its time is left, so that it counts as a known answer (RFC 6762 section 7.1).</summary>
    public bool IsKnownAnswer(TimeSpan time) => ExpiresAt - time > TimeSpan.FromSeconds(Record.Ttl) / 2;

    /// <summary>The record with the seconds that are left.</summary>
    public DnsRecord AsKnownAnswer(TimeSpan time) =>
        Record with { Ttl = (uint)Math.Max(1, (ExpiresAt - time).TotalSeconds), CacheFlush = false };

    /// <summary>Ends in a second, so that a host that still has it can say so (RFC 6762 sections 10.1 and 10.2).</summary>
    public void EndSoon(TimeSpan time)
    {
        var soon = time + MulticastDns.OneSecond;
        if (soon < ExpiresAt)
        {
            ExpiresAt = soon;
            refreshes = RefreshAt.Length;
        }
    }

    public void Refreshed() => refreshes++;
}
