using System.Net;
using Hearth.Discovery.Dns;

namespace Hearth.Discovery;

/// <summary>The protocol's constants (RFC 6762).</summary>
public static class MulticastDns
{
    /// <summary>The port of all multicast DNS (section 3).</summary>
    public const int Port = 5353;

    /// <summary>The group on IPv4 (section 3).</summary>
    public static readonly IPAddress GroupIPv4 = IPAddress.Parse("224.0.0.251");

    /// <summary>The group on IPv6 (section 3).</summary>
    public static readonly IPAddress GroupIPv6 = IPAddress.Parse("ff02::fb");

    /// <summary>The domain of link-local names (section 3).</summary>
    public static readonly DnsName Local = DnsName.Of("local");

    /// <summary>Where the service types of a link are listed (RFC 6763 section 9).</summary>
    public static readonly DnsName ServiceTypes = DnsName.Parse("_services._dns-sd._udp.local");

    /// <summary>Between two probes (section 8.1).</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Probes before a name counts as free (section 8.1).</summary>
    public const int Probes = 3;

    /// <summary>Between the two announcements, and between two multicasts of one record (sections 8.3 and 6).</summary>
    public static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    /// <summary>Announcements (section 8.3).</summary>
    public const int Announcements = 2;

    /// <summary>A defender may repeat a record sooner, so that a prober hears of it (section 6).</summary>
    public static readonly TimeSpan DefenceInterval = TimeSpan.FromMilliseconds(250);
}
