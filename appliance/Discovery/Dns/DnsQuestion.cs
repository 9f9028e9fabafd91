namespace Hearth.Discovery.Dns;

/// <summary>One question (RFC 1035 section 4.1.2).</summary>
/// <param name="Name">The name asked about.</param>
/// <param name="Type">A <see cref="DnsType"/>.</param>
/// <param name="UnicastResponse">The asker would take the answer by unicast (RFC 6762 section 5.4, "QU").</param>
/// <param name="Class">1 for the Internet, 255 for any.</param>
public sealed record DnsQuestion(DnsName Name, ushort Type, bool UnicastResponse = false, ushort Class = DnsMessage.Internet)
{
    internal bool AsksInternet => Class is DnsMessage.Internet or DnsMessage.AnyClass;

    /// <summary>Whether a record is of what this asks for.</summary>
    public bool Matches(DnsRecord record) =>
        (Class == DnsMessage.AnyClass || Class == record.Class) && (Type == DnsType.Any || Type == record.Type) && Name.Equals(record.Name);
}
