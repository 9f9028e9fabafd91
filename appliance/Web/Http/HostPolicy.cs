using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http;

/// <summary>
/// Which Host headers the panel answers to. A page that has its own name resolve to this machine (DNS rebinding)
/// arrives with that name here, and is refused.
/// </summary>
internal sealed class HostPolicy(IReadOnlyList<string> configured)
{
    private const string OwnName = "hearth";
    private const string Local = ".local";

    public bool Allows(HostString host, IPAddress? connectedTo)
    {
        var name = host.Host;
        if (name.StartsWith('[') && name.EndsWith(']'))
        {
            name = name[1..^1];
        }

        return IPAddress.TryParse(name, out var address)
            ? IPAddress.IsLoopback(address) || Same(address, connectedTo)
            : IsOwnName(name.ToLowerInvariant()) || configured.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    // A listener on :: sees an IPv4 peer under its mapped address.
    private static bool Same(IPAddress asked, IPAddress? connectedTo) =>
        connectedTo is not null && asked.MapToIPv6().Equals(connectedTo.MapToIPv6());

    /// <summary><c>localhost</c>, <c>hearth.local</c>, and <c>hearth-2.local</c> and so on: what mDNS settles on when a neighbour has the name.</summary>
    private static bool IsOwnName(string name)
    {
        if (name == "localhost")
        {
            return true;
        }

        if (!name.StartsWith(OwnName, StringComparison.Ordinal) || !name.EndsWith(Local, StringComparison.Ordinal)
            || name.Length < OwnName.Length + Local.Length)
        {
            return false;
        }

        var between = name.AsSpan(OwnName.Length, name.Length - OwnName.Length - Local.Length);
        return between.IsEmpty
            || (between[0] == '-' && ushort.TryParse(between[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }
}
