using System.Globalization;
using System.Net;
using System.Text;
using Hearth.Discovery.Dns;

namespace Hearth.Discovery;

/// <summary>What this host says about itself: its names as they stand, and the records under them.</summary>
internal sealed class HostRecords
{
    private readonly string hostLabel;
    private int hostNumber = 1;
    private int instanceNumber = 1;

    /// <exception cref="ArgumentException"><paramref name="hostLabel"/> is no label.</exception>
    public HostRecords(string hostLabel)
    {
        _ = DnsName.Of(hostLabel);
        this.hostLabel = hostLabel;
    }

    public IReadOnlyList<ServiceInstance> Services { get; set; } = [];

    public DnsName Host => DnsName.Of(Numbered(hostLabel, hostNumber, "-")).Under(MulticastDns.Local);

    /// <summary>The names that nobody else on the link may have.</summary>
    public IEnumerable<DnsName> UniqueNames => Services.Select(InstanceOf).Prepend(Host);

    public DnsName InstanceOf(ServiceInstance service) =>
        DnsName.Of(Numbered(service.Label, instanceNumber, " ")).Under(TypeOf(service));

    /// <summary>Takes the next name in place of one that another host has (RFC 6762 section 9).</summary>
    public void Rename(DnsName taken)
    {
        if (taken.Equals(Host))
        {
            hostNumber++;
        }
        else
        {
            instanceNumber++;
        }
    }

    /// <summary>Everything to be said on a link with these addresses.</summary>
    public List<DnsRecord> On(IReadOnlyList<IPAddress> addresses)
    {
        List<DnsRecord> records = [.. addresses.Select(address => DnsRecord.Address(Host, address))];
        foreach (var service in Services)
        {
            var instance = InstanceOf(service);
            AddNew(records, DnsRecord.Pointer(TypeOf(service), instance));
            AddNew(records, DnsRecord.Pointer(MulticastDns.ServiceTypes, TypeOf(service)));
            AddNew(records, DnsRecord.Service(instance, Host, service.Port));
            AddNew(records, DnsRecord.Text(instance, service.Text));
        }

        return records;
    }

    /// <summary>The answers to a query, without those that the asker knows (RFC 6762 sections 6 and 7.1).</summary>
    public List<DnsRecord> AnswersTo(DnsMessage query, List<DnsRecord> records)
    {
        var answers = new List<DnsRecord>();
        var unique = UniqueNames.ToList();
        foreach (var question in query.Questions)
        {
            var matching = records.FindAll(question.Matches);
            if (matching.Count == 0 && question.AsksInternet && unique.Contains(question.Name))
            {
                matching = [NsecOf(question.Name, records)];
            }

            matching.ForEach(record => AddNew(answers, record));
        }

        answers.RemoveAll(answer => query.Answers.Any(known => known.IsSameFact(answer) && known.Ttl >= answer.Ttl / 2));
        return answers;
    }

    /// <summary>What the asker will want next (RFC 6762 section 6.2, RFC 6763 section 12), as far as it is not among the answers.</summary>
    public List<DnsRecord> AdditionalsTo(IReadOnlyList<DnsRecord> answers, List<DnsRecord> records)
    {
        var wanted = new List<DnsRecord>();
        foreach (var answer in answers)
        {
            if (answer.TryGetPointer(out var instance))
            {
                wanted.AddRange(records.Where(record => record.Type is DnsType.Srv or DnsType.Txt && record.Name.Equals(instance)));
            }

            if (answer.Type is DnsType.Ptr or DnsType.Srv or DnsType.A or DnsType.Aaaa && !answer.Name.Equals(MulticastDns.ServiceTypes))
            {
                wanted.AddRange(records.Where(record => record.Type is DnsType.A or DnsType.Aaaa));
                wanted.Add(NsecOf(Host, records));
            }
        }

        var additionals = new List<DnsRecord>();
        foreach (var record in wanted.Where(record => !answers.Any(record.IsSameFact)))
        {
            AddNew(additionals, record);
        }

        return additionals;
    }

    private static DnsName TypeOf(ServiceInstance service) => DnsName.Parse(service.Type).Under(MulticastDns.Local);

    private static DnsRecord NsecOf(DnsName name, List<DnsRecord> records) =>
        DnsRecord.Nsec(name, records.FindAll(record => record.Name.Equals(name)).ConvertAll(record => record.Type));

    private static void AddNew(List<DnsRecord> records, DnsRecord record)
    {
        if (!records.Exists(record.IsSameFact))
        {
            records.Add(record);
        }
    }

    // The number must fit the label, however long the label is.
    private static string Numbered(string label, int number, string separator)
    {
        if (number == 1)
        {
            return label;
        }

        var suffix = string.Create(CultureInfo.InvariantCulture, $"{separator}{number}");
        while (Encoding.UTF8.GetByteCount(label) + suffix.Length > DnsName.MaxLabelSize)
        {
            label = label[..^(char.IsLowSurrogate(label[^1]) ? 2 : 1)];
        }

        return label + suffix;
    }
}
