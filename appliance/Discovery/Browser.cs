using System.Net;
using Hearth.Discovery.Dns;

namespace Hearth.Discovery;

/// <summary>
/// Looks for a type of service on the links (RFC 6762 section 5.2, RFC 6763 section 4): asks, ever more rarely, keeps
/// what it hears for as long as it holds, asks again before that ends. Pure: messages and time go in, messages, one
/// deadline and <see cref="Services"/> come out. The shell feeds only messages that come from the link itself
/// (RFC 6762 section 11).
/// </summary>
public sealed class Browser
{
    /// <summary>Most records kept. A link with more than a hundred services is under attack: what comes on top is not kept, and counted.</summary>
    public const int MaxRecords = 512;

    /// <summary>Most messages that wait to be sent; what comes on top is dropped and counted.</summary>
    public const int MaxOutgoing = 64;

    // As many known answers as fit a frame; an answer too many costs less than a second message.
    private const int MaxKnownAnswers = 16;

    private readonly DnsName type;
    private readonly Randomness randomness;
    private readonly SortedDictionary<int, BrowserLink> links = [];
    private readonly List<CachedRecord> cache = [];
    private readonly Queue<OutgoingMessage> outgoing = new();

    /// <summary>Makes a browser without interfaces.</summary>
    /// <param name="serviceType">Such as <c>_ndn._udp</c>.</param>
    /// <param name="seed">Randomness for the delays.</param>
    /// <exception cref="ArgumentException"><paramref name="serviceType"/> is no name.</exception>
    public Browser(string serviceType, ulong seed)
    {
        type = DnsName.Parse(serviceType).Under(MulticastDns.Local);
        randomness = new Randomness(seed);
    }

    /// <summary>Counts up when <see cref="Services"/> may have changed.</summary>
    public long Changes { get; private set; }

    /// <summary>Messages that were no DNS.</summary>
    public long Malformed { get; private set; }

    /// <summary>Records that are kept.</summary>
    public int Records => cache.Count;

    /// <summary>Records that were not kept because there was no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Messages that were not sent because too many waited.</summary>
    public long Dropped { get; private set; }

    /// <summary>The services that are known well enough to be reached.</summary>
    public IEnumerable<FoundService> Services
    {
        get
        {
            foreach (var pointer in cache.Where(entry => entry.Record.Type == DnsType.Ptr))
            {
                var instance = pointer.Target!;
                if (Find(pointer.Interface, instance, DnsType.Srv) is { } service
                    && service.TryGetService(out var host, out var port)
                    && AddressesOf(pointer.Interface, host) is { Count: > 0 } addresses)
                {
                    var text = Find(pointer.Interface, instance, DnsType.Txt)?.GetText() ?? new Dictionary<string, string>();
                    yield return new FoundService(pointer.Interface, instance, host, port, text, addresses);
                }
            }
        }
    }

    /// <summary>When <see cref="Expire"/> is next to be called; null for never.</summary>
    public TimeSpan? NextDeadline
    {
        get
        {
            TimeSpan? ask = links.Count > 0 ? links.Values.Min(link => link.NextDeadline) : null;
            TimeSpan? refresh = cache.Count > 0 ? cache.Min(entry => entry.NextDeadline) : null;
            return ask is null || refresh < ask ? refresh : ask;
        }
    }

    /// <summary>Begins to look on an interface.</summary>
    public void AddInterface(int index, TimeSpan now) =>
        links.TryAdd(index, new BrowserLink(now + randomness.Milliseconds(20, 120)));

    /// <summary>Forgets an interface that is gone, and what was heard there.</summary>
    public void RemoveInterface(int index)
    {
        links.Remove(index);
        Changes += cache.RemoveAll(entry => entry.Interface == index);
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

        // Only port 5353 may answer (RFC 6762 section 6).
        if (!message.IsResponse || sender.Port != MulticastDns.Port)
        {
            return;
        }

        // Pointers first: they say which services count, those which hosts do.
        var heard = message.Answers.Concat(message.Additionals).Where(record => record.Class == DnsMessage.Internet).ToList();
        KeepAll(index, heard, IsInstancePointer, now);
        KeepAll(index, heard, record => record.Type is DnsType.Srv or DnsType.Txt && IsTarget(index, DnsType.Ptr, record.Name), now);
        KeepAll(index, heard, record => record.Type is DnsType.A or DnsType.Aaaa && IsTarget(index, DnsType.Srv, record.Name), now);
        WantMissing(index, link, entry => entry.HeardAt == now);
        Ask(index, link.TakeWaiting(now), now);
    }

    /// <summary>Does what is due.</summary>
    public void Expire(TimeSpan now)
    {
        Changes += cache.RemoveAll(entry => entry.ExpiresAt <= now);
        foreach (var entry in cache.Where(entry => entry.NextDeadline <= now))
        {
            entry.Refreshed();
            links[entry.Interface].Want(new DnsQuestion(entry.Record.Name, entry.Record.Type));
        }

        foreach (var (index, link) in links)
        {
            if (link.IsTypeDue(now))
            {
                // An answer may have been lost: what is still missing is asked for again.
                WantMissing(index, link, _ => true);
                Ask(index, [new DnsQuestion(type, DnsType.Ptr)], now);
            }

            Ask(index, link.TakeWaiting(now), now);
        }
    }

    /// <summary>Takes the next message to send; false when there is none.</summary>
    public bool TryTransmit(out OutgoingMessage? message) => outgoing.TryDequeue(out message);

    // An instance is one label under the type (RFC 6763 section 4.1).
    private bool IsInstancePointer(DnsRecord record) =>
        record.Type == DnsType.Ptr && record.Name.Equals(type) && record.TryGetPointer(out var instance)
        && instance.Labels.Count == type.Labels.Count + 1 && instance.EndsWith(type);

    private bool IsTarget(int index, ushort pointing, DnsName name) =>
        cache.Exists(entry => entry.Interface == index && entry.Record.Type == pointing && name.Equals(entry.Target));

    // While a fact gives way to another, both are kept for a second: the later one counts.
    private DnsRecord? Find(int index, DnsName name, ushort recordType) => cache
        .Where(entry => entry.Interface == index && entry.Record.Type == recordType && entry.Record.Name.Equals(name))
        .MaxBy(entry => entry.HeardAt)?.Record;

    private List<IPAddress> AddressesOf(int index, DnsName host)
    {
        var addresses = new List<IPAddress>();
        foreach (var entry in cache.Where(entry => entry.Interface == index && entry.Record.Name.Equals(host)))
        {
            if (entry.Record.TryGetAddress(out var address))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    private void KeepAll(int index, List<DnsRecord> heard, Predicate<DnsRecord> counts, TimeSpan now)
    {
        foreach (var record in heard.FindAll(counts))
        {
            Keep(index, record, now);
        }
    }

    private void Keep(int index, DnsRecord record, TimeSpan now)
    {
        if (record.CacheFlush)
        {
            // Records of the last second belong to the same announcement (RFC 6762 section 10.2).
            foreach (var older in cache.Where(entry => entry.Interface == index && entry.Record.Type == record.Type
                && entry.Record.Name.Equals(record.Name) && !entry.Record.IsSameFact(record)
                && now - entry.HeardAt > MulticastDns.OneSecond))
            {
                older.EndSoon(now);
            }
        }

        var known = cache.FindIndex(entry => entry.Interface == index && entry.Record.IsSameFact(record));
        if (record.Ttl == 0)
        {
            if (known >= 0)
            {
                cache[known].EndSoon(now);
            }
        }
        else if (known >= 0)
        {
            cache[known] = new CachedRecord(index, record, now, randomness);
        }
        else if (cache.Count >= MaxRecords)
        {
            Refused++;
        }
        else
        {
            cache.Add(new CachedRecord(index, record, now, randomness));
            Changes++;
        }
    }

    private void WantMissing(int index, BrowserLink link, Predicate<CachedRecord> counts)
    {
        foreach (var entry in cache.Where(entry => entry.Interface == index && counts(entry)))
        {
            ushort[] types = entry.Record.Type switch
            {
                DnsType.Ptr => [DnsType.Srv, DnsType.Txt],
                DnsType.Srv when AddressesOf(index, entry.Target!).Count == 0 => [DnsType.A, DnsType.Aaaa],
                _ => [],
            };
            foreach (var missing in Array.FindAll(types, missing => Find(index, entry.Target!, missing) is null))
            {
                link.Want(new DnsQuestion(entry.Target!, missing));
            }
        }
    }

    private void Ask(int index, IReadOnlyList<DnsQuestion> questions, TimeSpan now)
    {
        if (questions.Count == 0)
        {
            return;
        }

        if (outgoing.Count >= MaxOutgoing)
        {
            Dropped++;
            return;
        }

        // Only pointers are many, and shared: what others know of the rest fits an answer.
        var known = cache.Where(entry => entry.Interface == index && entry.Record.Type == DnsType.Ptr && entry.IsKnownAnswer(now)
            && questions.Any(question => question.Matches(entry.Record)));
        var message = new DnsMessage { Questions = questions, Answers = [.. known.Take(MaxKnownAnswers).Select(entry => entry.AsKnownAnswer(now))] };
        Span<byte> buffer = stackalloc byte[DnsMessage.MaxSize];
        outgoing.Enqueue(new OutgoingMessage(index, null, buffer[..message.WriteTo(buffer)].ToArray()));
    }
}
