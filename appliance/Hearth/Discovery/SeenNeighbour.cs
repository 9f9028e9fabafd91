using System.Net;
using Hearth.Discovery.Dns;
using Hearth.Identity;

namespace Hearth.Discovery;

/// <summary>A node that announces itself on a link.</summary>
/// <param name="Instance">The name of its service.</param>
/// <param name="Remotes">Where it can be reached, the best first; never empty.</param>
/// <param name="Claimed">Whose it says it is; null where it says nothing of use.</param>
internal sealed record SeenNeighbour(DnsName Instance, IReadOnlyList<IPEndPoint> Remotes, Username? Claimed)
{
    /// <summary>
    /// The nodes among the services that were found. An address that is not on the service's link is passed over: nobody
    /// on the link makes this node send anywhere else. So is this node itself, as another host may repeat it.
    /// </summary>
    public static IReadOnlyList<SeenNeighbour> Among(IEnumerable<LinkService> services, ushort ownPort) =>
    [
        .. services.GroupBy(found => found.Service.Instance)
            .Select(found => new SeenNeighbour(
                found.Key,
                [.. found.SelectMany(one => RemotesOf(one.Service, one.Link, ownPort)).Distinct().OrderBy(Rank)],
                ClaimedBy(found.First().Service.Text)))
            .Where(seen => seen.Remotes.Count > 0),
    ];

    private static IEnumerable<IPEndPoint> RemotesOf(FoundService service, Network.NetworkLink link, ushort ownPort) =>
        service.Addresses
            .Where(address => service.Port != 0 && link.IsOnLink(address) && !(service.Port == ownPort && link.IsOwn(address)))
            .Select(address => new IPEndPoint(
                address.IsIPv6LinkLocal ? new IPAddress(address.GetAddressBytes(), link.Index) : address, service.Port));

    // Given out before link-local, and IPv4 before IPv6: what home networks have worked with the longest.
    private static int Rank(IPEndPoint remote) =>
        (new Network.LinkAddress(remote.Address, 0).IsLinkLocal ? 2 : 0)
        + (remote.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 1 : 0);

    private static Username? ClaimedBy(IReadOnlyDictionary<string, string> text) =>
        text.TryGetValue(AnnouncedServices.NamespaceKey, out var uri) && Protocol.Name.TryParse(uri, out var name)
            && name.Count == 2 && Username.TryFind(name, out var username) ? username : null;
}
