namespace Hearth.Discovery.Dns;

/// <summary>Resource record types that mDNS needs (IANA "DNS Parameters").</summary>
public static class DnsType
{
    /// <summary>IPv4 address (RFC 1035).</summary>
    public const ushort A = 1;

    /// <summary>Pointer to a name (RFC 1035); in DNS-SD from a service type to its instances.</summary>
    public const ushort Ptr = 12;

    /// <summary>Text strings (RFC 1035); in DNS-SD <c>key=value</c> pairs.</summary>
    public const ushort Txt = 16;

    /// <summary>IPv6 address (RFC 3596).</summary>
    public const ushort Aaaa = 28;

    /// <summary>Host and port of a service (RFC 2782).</summary>
    public const ushort Srv = 33;

    /// <summary>Which types a name has (RFC 4034, restricted by RFC 6762 section 6.1).</summary>
    public const ushort Nsec = 47;

    /// <summary>In questions: any type.</summary>
    public const ushort Any = 255;
}
