using System.Net;
using Hearth.Discovery.Dns;

namespace Hearth.Discovery;

/// <summary>One interface of the responder: its phase, and the answers that wait for their moment.</summary>
internal sealed class ResponderLink(int index, Randomness randomness)
{
    private readonly List<(DnsRecord Record, IPAddress? Asker, TimeSpan Due)> pending = [];
    private readonly List<(DnsRecord Record, TimeSpan SentAt)> sent = [];
    private int step;
    private TimeSpan next;

    public int Index => index;

    public ResponderPhase Phase { get; private set; }

    public IReadOnlyList<IPAddress> Addresses { get; set; } = [];

    /// <summary>Whether a probe of these names went out, so that what is heard may be an objection.</summary>
    public bool HasProbed => step > 0;

    /// <summary>Earliest moment at which something is to be sent.</summary>
    public TimeSpan? NextDeadline
    {
        get
        {
            TimeSpan? due = pending.Count > 0 ? pending.Min(answer => answer.Due) : null;
            return Phase != ResponderPhase.Established && (due is null || next < due) ? next : due;
        }
    }

    /// <summary>Starts over, after <paramref name="delay"/> and the random one that keeps hosts apart after a power cut.</summary>
    public void Probe(TimeSpan now, TimeSpan delay)
    {
        Phase = ResponderPhase.Probing;
        step = 0;
        pending.Clear();
        next = now + delay + randomness.Milliseconds(0, 250);
    }

    /// <summary>Tells everybody again, when records changed that need no probing.</summary>
    public void Announce(TimeSpan now)
    {
        Phase = ResponderPhase.Announcing;
        step = 0;
        next = now;
    }

    /// <summary>What the phase has to send now, if anything.</summary>
    public ResponderTurn Turn(TimeSpan now)
    {
        if (Phase == ResponderPhase.Established || now < next)
        {
            return ResponderTurn.Nothing;
        }

        if (Phase == ResponderPhase.Probing)
        {
            if (step < MulticastDns.Probes)
            {
                step++;
                next = now + MulticastDns.ProbeInterval;
                return ResponderTurn.Probe;
            }

            Phase = ResponderPhase.Announcing;
            step = 0;
        }

        step++;
        next = now + MulticastDns.OneSecond;
        if (step == MulticastDns.Announcements)
        {
            Phase = ResponderPhase.Established;
        }

        return ResponderTurn.Announcement;
    }

    /// <summary>
    /// Queues an answer for an asker, or for all; what was multicast within <paramref name="quiet"/> waits as long
    /// (RFC 6762 section 6).
    /// </summary>
    public void Queue(DnsRecord record, IPAddress? asker, TimeSpan due, TimeSpan quiet)
    {
        var last = sent.Find(entry => entry.Record.IsSameFact(record));
        if (last.Record is not null && due < last.SentAt + quiet)
        {
            due = last.SentAt + quiet;
        }

        var known = pending.FindIndex(entry => entry.Record.IsSameFact(record));
        if (known < 0)
        {
            pending.Add((record, asker, due));
            return;
        }

        var (_, earlierAsker, earlierDue) = pending[known];
        pending[known] = (record, Equals(asker, earlierAsker) ? asker : null, due < earlierDue ? due : earlierDue);
    }

    /// <summary>Another host answered the same: what it said need not be said again (RFC 6762 section 7.4).</summary>
    public void Suppress(DnsRecord heard) => pending.RemoveAll(answer => answer.Record.IsSameFact(heard));

    /// <summary>The only asker of an answer says that it knows it (RFC 6762 section 7.2).</summary>
    public void SuppressKnown(IPAddress asker, IReadOnlyList<DnsRecord> known) =>
        pending.RemoveAll(answer => asker.Equals(answer.Asker)
            && known.Any(record => record.IsSameFact(answer.Record) && record.Ttl >= answer.Record.Ttl / 2));

    /// <summary>Whether a record was multicast within a quarter of its lifetime (RFC 6762 section 5.4).</summary>
    public bool WasSentLately(DnsRecord record, TimeSpan now) =>
        sent.Exists(entry => entry.Record.IsSameFact(record) && now < entry.SentAt + QuarterLife(record));

    /// <summary>Takes the answers that are due, and those that would be within a moment: one message for all.</summary>
    public IReadOnlyList<DnsRecord> TakeDue(TimeSpan now)
    {
        if (!pending.Exists(answer => answer.Due <= now))
        {
            return [];
        }

        // Aggregation window of RFC 6762 section 6.4.
        var horizon = now + TimeSpan.FromMilliseconds(100);
        var due = pending.FindAll(answer => answer.Due <= horizon).ConvertAll(answer => answer.Record);
        pending.RemoveAll(answer => answer.Due <= horizon);
        return due;
    }

    /// <summary>Notes that records were multicast: they wait no longer.</summary>
    public void Sent(IReadOnlyList<DnsRecord> records, TimeSpan now)
    {
        pending.RemoveAll(answer => records.Any(answer.Record.IsSameFact));
        sent.RemoveAll(entry => entry.SentAt + QuarterLife(entry.Record) <= now || records.Any(entry.Record.IsSameFact));
        foreach (var record in records)
        {
            sent.Add((record, now));
        }
    }

    private static TimeSpan QuarterLife(DnsRecord record) => TimeSpan.FromSeconds(record.Ttl) / 4;
}
