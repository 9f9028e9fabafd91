using System.Net;
using Hearth.Discovery.Dns;

namespace Hearth.Discovery;

/// <summary>
/// Gives the appliance a name on its links and announces its services (RFC 6762 and 6763): probes, renames itself when
/// another host has the name, announces, answers, says goodbye. Pure: messages and time go in, messages and one
/// deadline come out. The shell feeds only messages that come from the link itself (RFC 6762 section 11).
/// </summary>
public sealed class Responder
{
    /// <summary>Most messages that wait to be sent; what comes on top is dropped and counted.</summary>
    public const int MaxOutgoing = 64;

    /// <summary>Most addresses of an interface that are announced.</summary>
    public const int MaxAddresses = 16;

    // Fifteen conflicts, each within ten seconds of the one before, slow probing down to one in five seconds, until
    // there is peace for ten (RFC 6762 section 8.1).
    private const int ManyConflicts = 15;
    private static readonly TimeSpan Peace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConflictDelay = TimeSpan.FromSeconds(5);

    private readonly HostRecords own;
    private readonly Randomness randomness;
    private readonly SortedDictionary<int, ResponderLink> links = [];
    private readonly Queue<OutgoingMessage> outgoing = new();
    private int conflictsInARow;
    private TimeSpan lastConflict;

    /// <summary>Makes a responder without interfaces.</summary>
    /// <param name="hostName">The label wanted: <c>hearth</c> for <c>hearth.local</c>.</param>
    /// <param name="seed">Randomness for the delays.</param>
    /// <exception cref="ArgumentException"><paramref name="hostName"/> is empty or too long.</exception>
    public Responder(string hostName, ulong seed)
    {
        own = new HostRecords(hostName);
        randomness = new Randomness(seed);
    }

    /// <summary>The host's name as it stands: <c>hearth.local</c>, or <c>hearth-2.local</c> when another is there.</summary>
    public DnsName Host => own.Host;

    /// <summary>Whether the names were probed and announced on every interface.</summary>
    public bool IsEstablished => links.Count > 0 && links.Values.All(link => link.Phase == ResponderPhase.Established);

    /// <summary>Times that another host turned out to have a name of ours.</summary>
    public long Conflicts { get; private set; }

    /// <summary>Messages that were no DNS.</summary>
    public long Malformed { get; private set; }

    /// <summary>Messages that were not sent because too many waited.</summary>
    public long Dropped { get; private set; }

    /// <summary>When <see cref="Expire"/> is next to be called; null for never.</summary>
    public TimeSpan? NextDeadline => links.Values.Min(link => link.NextDeadline);

    /// <summary>The full name of a service instance as it stands.</summary>
    public DnsName InstanceOf(ServiceInstance service) => own.InstanceOf(service);

    /// <summary>
    /// Sets an interface's addresses, of which the first <see cref="MaxAddresses"/> count. A new interface is probed;
    /// changed addresses are announced; one without addresses is forgotten.
    /// </summary>
    public void SetInterface(int index, IReadOnlyList<IPAddress> addresses, TimeSpan now)
    {
        if (addresses.Count == 0)
        {
            RemoveInterface(index);
            return;
        }

        IReadOnlyList<IPAddress> announced = [.. addresses.Take(MaxAddresses)];
        if (!links.TryGetValue(index, out var link))
        {
            links.Add(index, link = new ResponderLink(index, randomness) { Addresses = announced });
            link.Probe(now, TimeSpan.Zero);
        }
        else if (!link.Addresses.SequenceEqual(announced))
        {
            var gone = link.Addresses.Except(announced).Select(address => DnsRecord.Address(Host, address)).ToList();
            link.Addresses = announced;
            if (link.Phase != ResponderPhase.Probing)
            {
                SendGoodbye(link, gone);
                link.Announce(now);
            }
        }
    }

    /// <summary>Forgets an interface that is gone.</summary>
    public void RemoveInterface(int index) => links.Remove(index);

    /// <summary>Sets the services; they are probed anew, as their names are.</summary>
    /// <exception cref="ArgumentException">A label, a type or a text is too long.</exception>
    public void SetServices(IReadOnlyList<ServiceInstance> announced, TimeSpan now)
    {
        foreach (var service in announced)
        {
            DnsRecord.Text(own.InstanceOf(service), service.Text);
        }

        SendGoodbyes();
        own.Services = announced;
        ProbeAll(now, TimeSpan.Zero);
    }

    /// <summary>Takes a message that arrived on an interface's port 5353. Any bytes may be given.</summary>
    public void Receive(int index, IPEndPoint sender, ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        if (!links.TryGetValue(index, out var link))
        {
            return;
        }

        if (!DnsMessage.TryRead(bytes, out var message))
        {
            Malformed++;
            return;
        }

        if (message.IsResponse)
        {
            // Only port 5353 may answer (RFC 6762 section 6).
            if (sender.Port == MulticastDns.Port)
            {
                OnResponse(link, message, now);
            }
        }
        else if (link.Phase == ResponderPhase.Probing)
        {
            // Who waits is not made to wait for longer.
            if (link.HasProbed)
            {
                OnRivalProbe(link, message, now);
            }
        }
        else
        {
            OnQuery(link, sender, message, now);
        }
    }

    /// <summary>Does what is due.</summary>
    public void Expire(TimeSpan now)
    {
        foreach (var link in links.Values)
        {
            switch (link.Turn(now))
            {
                case ResponderTurn.Probe:
                    SendProbe(link);
                    break;
                case ResponderTurn.Announcement:
                    Multicast(link, RecordsOf(link), now);
                    break;
                default:
                    break;
            }

            var due = link.TakeDue(now);
            if (due.Count > 0)
            {
                Multicast(link, due, now);
            }
        }
    }

    /// <summary>Takes the next message to send; false when there is none.</summary>
    public bool TryTransmit(out OutgoingMessage? message) => outgoing.TryDequeue(out message);

    /// <summary>Says on every interface that the names go away (RFC 6762 section 10.1), and forgets the interfaces.</summary>
    public void SayGoodbye()
    {
        SendGoodbyes();
        links.Clear();
    }

    private List<DnsRecord> RecordsOf(ResponderLink link) => own.On(link.Addresses);

    private void ProbeAll(TimeSpan now, TimeSpan delay)
    {
        foreach (var link in links.Values)
        {
            link.Probe(now, delay);
        }
    }

    private void SendProbe(ResponderLink link) => Enqueue(link, null, new DnsMessage
    {
        Questions = [.. own.UniqueNames.Select(name => new DnsQuestion(name, DnsType.Any, UnicastResponse: true))],
        Authorities = [.. RecordsOf(link).Where(record => record.CacheFlush).Select(record => record with { CacheFlush = false })],
    });

    private void SendGoodbyes()
    {
        foreach (var link in links.Values.Where(link => link.Phase != ResponderPhase.Probing))
        {
            // Other hosts have services of the same types: that list is not ours to end.
            SendGoodbye(link, RecordsOf(link).FindAll(record => !record.Name.Equals(MulticastDns.ServiceTypes)));
        }
    }

    private void SendGoodbye(ResponderLink link, List<DnsRecord> records)
    {
        if (records.Count > 0)
        {
            // Without cache-flush: a goodbye ends these facts and no others.
            Enqueue(link, null, new DnsMessage { IsResponse = true, Answers = [.. records.Select(record => record with { Ttl = 0, CacheFlush = false })] });
        }
    }

    private void Multicast(ResponderLink link, IReadOnlyList<DnsRecord> records, TimeSpan now)
    {
        link.Sent(records, now);
        Enqueue(link, null, new DnsMessage { IsResponse = true, Answers = records, Additionals = own.AdditionalsTo(records, RecordsOf(link)) });
    }

    private void OnResponse(ResponderLink link, DnsMessage message, TimeSpan now)
    {
        var records = RecordsOf(link);
        var unique = own.UniqueNames.ToList();
        var taken = new List<DnsName>();
        foreach (var heard in message.Answers.Concat(message.Additionals))
        {
            if (records.Find(heard.IsSameFact) is { } same)
            {
                Agree(link, same, heard, now);
            }
            else if (heard.Ttl > 0 && unique.Contains(heard.Name) && !taken.Contains(heard.Name) && Contradicts(link, heard, records))
            {
                taken.Add(heard.Name);
            }
        }

        if (taken.Count > 0)
        {
            OnConflict(link, taken, now);
        }
    }

    // Another host said what this one says too: then it need not be repeated (RFC 6762 section 7.4), unless the other
    // lets caches forget it too soon (section 6.6).
    private void Agree(ResponderLink link, DnsRecord same, DnsRecord heard, TimeSpan now)
    {
        if (heard.Ttl >= same.Ttl / 2)
        {
            link.Suppress(same);
        }
        else if (link.Phase != ResponderPhase.Probing)
        {
            link.Queue(same, null, now + randomness.Milliseconds(20, 120), MulticastDns.OneSecond);
        }
    }

    // While probing, any record of the name is a conflict (RFC 6762 section 8.1), afterwards one of the same type
    // (section 9). This host's own words from another interface of the same network are none.
    private bool Contradicts(ResponderLink link, DnsRecord heard, List<DnsRecord> records)
    {
        if (heard.Type == DnsType.Nsec || heard.Class != DnsMessage.Internet
            || (heard.TryGetAddress(out var address) && links.Values.Any(other => other.Addresses.Contains(address))))
        {
            return false;
        }

        return link.Phase == ResponderPhase.Probing
            ? link.HasProbed
            : records.Exists(record => record.CacheFlush && record.Type == heard.Type && record.Name.Equals(heard.Name));
    }

    // A prober takes another name; who was there already probes again, and learns so which of the two it is
    // (RFC 6762 section 9).
    private void OnConflict(ResponderLink link, List<DnsName> taken, TimeSpan now)
    {
        Conflicts++;
        conflictsInARow = now - lastConflict > Peace ? 1 : conflictsInARow + 1;
        lastConflict = now;
        var delay = conflictsInARow >= ManyConflicts ? ConflictDelay : TimeSpan.Zero;
        if (link.Phase != ResponderPhase.Probing)
        {
            link.Probe(now, delay);
            return;
        }

        SendGoodbyes();
        var host = Host;
        if (taken.Contains(host))
        {
            own.Rename(host);
        }

        if (taken.Find(name => !name.Equals(host)) is { } instance)
        {
            own.Rename(instance);
        }

        ProbeAll(now, delay);
    }

    // Two hosts that probe at once: the one whose records come later in order wins (RFC 6762 section 8.2).
    private void OnRivalProbe(ResponderLink link, DnsMessage probe, TimeSpan now)
    {
        var records = RecordsOf(link);
        foreach (var name in own.UniqueNames)
        {
            var theirs = probe.Authorities.Where(record => record.Name.Equals(name)).ToList();
            var ours = records.FindAll(record => record.CacheFlush && record.Name.Equals(name));
            if (theirs.Count > 0 && Compare(ours, theirs) < 0)
            {
                // The winner will be established in a second; this host asks again then, and is told.
                link.Probe(now, MulticastDns.OneSecond);
                return;
            }
        }
    }

    private static int Compare(List<DnsRecord> ours, List<DnsRecord> theirs)
    {
        ours.Sort((left, right) => left.CompareFact(right));
        theirs.Sort((left, right) => left.CompareFact(right));
        for (var i = 0; i < Math.Min(ours.Count, theirs.Count); i++)
        {
            var order = ours[i].CompareFact(theirs[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return ours.Count.CompareTo(theirs.Count);
    }

    private void OnQuery(ResponderLink link, IPEndPoint sender, DnsMessage query, TimeSpan now)
    {
        var answers = own.AnswersTo(query, RecordsOf(link));
        if (sender.Port != MulticastDns.Port)
        {
            AnswerLegacy(link, sender, query, answers);
            return;
        }

        // The rest of a long list of known answers comes in messages of its own (RFC 6762 section 7.2).
        link.SuppressKnown(sender.Address, query.Answers);

        var isProbe = query.Authorities.Count > 0;
        if (!isProbe && query.Questions.All(question => question.UnicastResponse))
        {
            AnswerByUnicast(link, sender, answers, now);
            answers.RemoveAll(answer => link.WasSentLately(answer, now));
        }

        // A probe is answered at once, so that the prober hears in time; shared records wait for other answerers.
        var quiet = isProbe ? MulticastDns.DefenceInterval : MulticastDns.OneSecond;
        var delay = isProbe ? TimeSpan.Zero
            : query.IsTruncated ? randomness.Milliseconds(400, 500)
            : answers.Exists(record => !record.CacheFlush) ? randomness.Milliseconds(20, 120)
            : TimeSpan.Zero;
        foreach (var answer in answers)
        {
            link.Queue(answer, sender.Address, now + delay, quiet);
        }
    }

    // What was not multicast for long is multicast all the same, for the others' caches (RFC 6762 section 5.4).
    private void AnswerByUnicast(ResponderLink link, IPEndPoint sender, List<DnsRecord> answers, TimeSpan now)
    {
        var lately = answers.FindAll(answer => link.WasSentLately(answer, now));
        if (lately.Count > 0)
        {
            Enqueue(link, sender, new DnsMessage { IsResponse = true, Answers = lately, Additionals = own.AdditionalsTo(lately, RecordsOf(link)) });
        }
    }

    // Plain resolvers ask one question from another port: they get a plain answer, and none of the multicast
    // extensions (RFC 6762 section 6.7).
    private void AnswerLegacy(ResponderLink link, IPEndPoint sender, DnsMessage query, List<DnsRecord> answers)
    {
        const uint MostSeconds = 10;
        if (answers.Count == 0 || query.Questions.Count != 1)
        {
            return;
        }

        Enqueue(link, sender, new DnsMessage
        {
            Id = query.Id,
            IsResponse = true,
            Questions = [query.Questions[0] with { UnicastResponse = false }],
            Answers = [.. answers.Select(answer => answer with { CacheFlush = false, Ttl = Math.Min(answer.Ttl, MostSeconds) })],
        });
    }

    private void Enqueue(ResponderLink link, IPEndPoint? receiver, DnsMessage message)
    {
        if (outgoing.Count >= MaxOutgoing)
        {
            Dropped++;
            return;
        }

        Span<byte> buffer = stackalloc byte[DnsMessage.MaxSize];
        outgoing.Enqueue(new OutgoingMessage(link.Index, receiver, buffer[..message.WriteTo(buffer)].ToArray()));
    }
}
