using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace Hearth.Discovery.Dns;

/// <summary>One resource record (RFC 1035 section 4.1.3). Names inside its data are kept uncompressed.</summary>
/// <param name="Name">The name that it belongs to.</param>
/// <param name="Type">A <see cref="DnsType"/>.</param>
/// <param name="Ttl">Seconds that it may be kept.</param>
/// <param name="Data">Its data, names uncompressed.</param>
/// <param name="CacheFlush">Replaces what caches hold of this name and type (RFC 6762 section 10.2).</param>
/// <param name="Class">1 for the Internet, the only one in use.</param>
public sealed record DnsRecord(DnsName Name, ushort Type, uint Ttl, ReadOnlyMemory<byte> Data, bool CacheFlush, ushort Class = DnsMessage.Internet)
{
    /// <summary>Seconds for records that name a host: A, AAAA, SRV (RFC 6762 section 10).</summary>
    public const uint HostTtl = 120;

    /// <summary>Seconds for all other records (RFC 6762 section 10).</summary>
    public const uint OtherTtl = 75 * 60;

    /// <summary>A host's address: A or AAAA.</summary>
    public static DnsRecord Address(DnsName host, IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return new DnsRecord(host, bytes.Length == 4 ? DnsType.A : DnsType.Aaaa, HostTtl, bytes, CacheFlush: true);
    }

    /// <summary>From a service type to an instance, or from one name to another. Shared by all who have one.</summary>
    public static DnsRecord Pointer(DnsName name, DnsName target) =>
        new(name, DnsType.Ptr, OtherTtl, EncodeName(target), CacheFlush: false);

    /// <summary>Where a service instance is to be reached (RFC 2782); priority and weight are zero.</summary>
    public static DnsRecord Service(DnsName instance, DnsName host, ushort port)
    {
        byte[] data = [.. new byte[6], .. EncodeName(host)];
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), port);
        return new DnsRecord(instance, DnsType.Srv, HostTtl, data, CacheFlush: true);
    }

    /// <summary>What there is to know about a service instance (RFC 6763 section 6): <c>key=value</c>, 255 bytes each.</summary>
    /// <exception cref="ArgumentException">A pair is too long.</exception>
    public static DnsRecord Text(DnsName instance, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var data = new List<byte>();
        foreach (var (key, value) in pairs)
        {
            var pair = Encoding.UTF8.GetBytes($"{key}={value}");
            if (pair.Length > byte.MaxValue)
            {
                throw new ArgumentException($"The value of '{key}' is too long for a TXT record.", nameof(pairs));
            }

            data.Add((byte)pair.Length);
            data.AddRange(pair);
        }

        // A TXT record holds at least one string (RFC 6763 section 6.1).
        return new DnsRecord(instance, DnsType.Txt, OtherTtl, data.Count == 0 ? new byte[1] : [.. data], CacheFlush: true);
    }

    /// <summary>The types that a name has, all below 256: an answer that there are no others (RFC 6762 section 6.1).</summary>
    public static DnsRecord Nsec(DnsName name, IEnumerable<ushort> types)
    {
        var bitmap = new byte[32];
        var used = 0;
        foreach (var type in types)
        {
            bitmap[type >> 3] |= (byte)(0x80 >> (type & 7));
            used = Math.Max(used, (type >> 3) + 1);
        }

        return new DnsRecord(name, DnsType.Nsec, HostTtl, (byte[])[.. EncodeName(name), 0, (byte)used, .. bitmap[..used]], CacheFlush: true);
    }

    /// <summary>Reads the name of a PTR record.</summary>
    public bool TryGetPointer([NotNullWhen(true)] out DnsName? target)
    {
        target = null;
        return Type == DnsType.Ptr && DnsReader.TryReadWholeName(Data.Span, out target);
    }

    /// <summary>Reads host and port of an SRV record.</summary>
    public bool TryGetService([NotNullWhen(true)] out DnsName? host, out ushort port)
    {
        host = null;
        port = 0;
        if (Type != DnsType.Srv || Data.Length < 7)
        {
            return false;
        }

        port = BinaryPrimitives.ReadUInt16BigEndian(Data.Span[4..]);
        return DnsReader.TryReadWholeName(Data.Span[6..], out host);
    }

    /// <summary>Reads the address of an A or AAAA record.</summary>
    public bool TryGetAddress([NotNullWhen(true)] out IPAddress? address)
    {
        var fits = (Type == DnsType.A && Data.Length == 4) || (Type == DnsType.Aaaa && Data.Length == 16);
        address = fits ? new IPAddress(Data.Span) : null;
        return fits;
    }

    /// <summary>Reads the pairs of a TXT record; keys have no case, the first of two counts (RFC 6763 section 6.4).</summary>
    public IReadOnlyDictionary<string, string> GetText()
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = Type == DnsType.Txt ? Data.Span : [];
        while (!rest.IsEmpty && rest[0] < rest.Length)
        {
            var pair = Encoding.UTF8.GetString(rest.Slice(1, rest[0]));
            rest = rest[(1 + rest[0])..];
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals != 0 && pair.Length > 0)
            {
                pairs.TryAdd(equals < 0 ? pair : pair[..equals], equals < 0 ? "" : pair[(equals + 1)..]);
            }
        }

        return pairs;
    }

    /// <summary>Same name, class, type and data: the same fact, however long it may be kept.</summary>
    public bool IsSameFact(DnsRecord other) =>
        Class == other.Class && Type == other.Type && Name.Equals(other.Name) && Data.Span.SequenceEqual(other.Data.Span);

    /// <summary>Order of conflicting records: class, type, then bytes (RFC 6762 section 8.2).</summary>
    public int CompareFact(DnsRecord other) =>
        Class != other.Class ? Class.CompareTo(other.Class)
        : Type != other.Type ? Type.CompareTo(other.Type)
        : Data.Span.SequenceCompareTo(other.Data.Span);

    private static byte[] EncodeName(DnsName name)
    {
        var buffer = new byte[DnsName.MaxSize];
        var writer = new DnsWriter(buffer);
        writer.WriteName(name, compress: false);
        return buffer[..writer.Length];
    }
}
