using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hearth.Forwarding.Management;

/// <summary>
/// Where a face leads, as NDN tools write it (NFD wiki, FaceMgmt, "FaceUri"): <c>udp4://192.0.2.1:6363</c>,
/// <c>tcp6://[2001:db8::1]:6363</c>, <c>unix:///run/nfd/nfd.sock</c>, <c>dev://eth0</c>, <c>fd://7</c>,
/// <c>ws://[::]:9696</c>, <c>internal://</c>.
/// </summary>
/// <param name="Scheme">What stands before <c>://</c>, such as <c>udp4</c>.</param>
/// <param name="Host">Address without brackets, host name, interface or descriptor; empty for some schemes.</param>
/// <param name="Port">The port; null where none is written.</param>
/// <param name="Path">From the first slash after the host; empty where none is written.</param>
public sealed record FaceUri(string Scheme, string Host = "", ushort? Port = null, string Path = "")
{
    /// <summary>The face of the forwarder's own applications, management first.</summary>
    public static readonly FaceUri Internal = new("internal");

    // A Unix socket's path has at most 107 bytes and a host name 253: longer is no place of this world.
    private const int MaxLength = 512;

    /// <summary>The address that <see cref="Host"/> writes, without the zone; null for a name.</summary>
    public IPAddress? Address => IPAddress.TryParse(HostWithoutZone, out var address) ? address : null;

    /// <summary>The interface after the <c>%</c> of a link-local address; empty without one.</summary>
    public string Zone => Host.Contains('%', StringComparison.Ordinal) ? Host[(Host.IndexOf('%', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>
    /// Whether this is the one way to write what it means, ready to be dialled: a number for address and port, the
    /// scheme that goes with the address, nothing more. What is not must be resolved by the client first.
    /// </summary>
    public bool IsCanonical => Scheme switch
    {
        "udp4" => IsCanonicalAddress(AddressFamily.InterNetwork),
        "udp6" => IsCanonicalAddress(AddressFamily.InterNetworkV6),
        "tcp4" => IsCanonicalAddress(AddressFamily.InterNetwork) && !IsMulticast,
        "tcp6" => IsCanonicalAddress(AddressFamily.InterNetworkV6) && !IsMulticast,
        "dev" => Host.Length > 0 && Port is null && Path.Length == 0,
        "udp4+dev" or "udp6+dev" => Host.Length > 0 && Port is not null && Path.Length == 0,
        _ => false,
    };

    /// <summary>Whether the address is one for many receivers.</summary>
    public bool IsMulticast => Address is { } address && (address.IsIPv6Multicast || IsMulticastV4(address));

    /// <summary>The URI of an IP endpoint.</summary>
    /// <param name="transport"><c>udp</c> or <c>tcp</c>, to which the address family is added, or a whole scheme (<c>ws</c>, <c>wsclient</c>).</param>
    /// <param name="endPoint">Address and port.</param>
    public static FaceUri Of(string transport, IPEndPoint endPoint)
    {
        var address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        var family = address.AddressFamily == AddressFamily.InterNetwork ? "4" : "6";
        var scheme = transport is "udp" or "tcp" ? transport + family : transport;
        return new FaceUri(scheme, address.ToString(), (ushort)endPoint.Port);
    }

    /// <summary>The URI of a Unix socket.</summary>
    public static FaceUri OfUnix(string path) => new("unix", Path: path);

    /// <summary>The URI of a connection known by its descriptor, such as the far end of a Unix socket.</summary>
    public static FaceUri OfDescriptor(int descriptor) => new("fd", descriptor.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads a URI; any text may be given.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FaceUri? uri)
    {
        uri = null;
        var mark = text.IndexOf("://", StringComparison.Ordinal);
        if (mark <= 0 || text.Length > MaxLength || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '?'))
        {
            return false;
        }

        var scheme = text[..mark];
        if (!scheme.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+'))
        {
            return false;
        }

        var rest = text.AsSpan(mark + 3);
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? "" : rest[slash..].ToString();
        if (!TryParseAuthority(authority, out var host, out var port))
        {
            return false;
        }

        uri = new FaceUri(scheme, host, port, path);
        return true;
    }

    /// <summary>The URI as text.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var port = Port is { } number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "";
        return $"{Scheme}://{host}{port}{Path}";
    }

    private string HostWithoutZone => Host.Split('%')[0];

    private static bool TryParseAuthority(ReadOnlySpan<char> authority, out string host, out ushort? port)
    {
        host = "";
        port = null;
        if (authority.IsEmpty)
        {
            return true;
        }

        var bracket = authority[0] == '[' ? authority.IndexOf(']') : 0;
        if (bracket < 0)
        {
            return false;
        }

        var colon = authority[bracket..].IndexOf(':');
        var end = colon < 0 ? authority.Length : bracket + colon;
        host = (bracket > 0 ? authority[1..bracket] : authority[..end]).ToString();
        if (host.Length == 0 || (bracket > 0 && (end != bracket + 1 || !host.Contains(':', StringComparison.Ordinal))))
        {
            return false;
        }

        if (end == authority.Length)
        {
            return true;
        }

        var written = ushort.TryParse(authority[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        port = written ? number : null;
        return written;
    }

    private bool IsCanonicalAddress(AddressFamily family)
    {
        if (Port is null || Path.Length > 0 || Address is not { } address || address.AddressFamily != family)
        {
            return false;
        }

        // A link-local address says nothing without its link; "%25" is the escaped form of the URI standard.
        var zoned = Host.Contains('%', StringComparison.Ordinal);
        var zoneFits = address.IsIPv6LinkLocal
            ? Zone.Length > 0 && !(Zone.Length > 2 && Zone.StartsWith("25", StringComparison.Ordinal))
            : !zoned;
        return zoneFits && !address.IsIPv4MappedToIPv6 && address.ToString() == HostWithoutZone;
    }

    // 224.0.0.0/4: RFC 5771.
    private static bool IsMulticastV4(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork && (address.GetAddressBytes()[0] & 0xf0) == 0xe0;
}
