using System.Net;
using Hearth.Discovery.Dns;

namespace Hearth.Discovery;

/// <summary>A service that another host announces, with everything needed to reach it.</summary>
/// <param name="Interface">The interface it was heard on.</param>
/// <param name="Instance">Its name.</param>
/// <param name="Host">The host that it runs on.</param>
/// <param name="Port">Its port.</param>
/// <param name="Text">What its TXT record says; keys have no case.</param>
/// <param name="Addresses">The host's addresses, in the order heard.</param>
public sealed record FoundService(
    int Interface, DnsName Instance, DnsName Host, ushort Port,
    IReadOnlyDictionary<string, string> Text, IReadOnlyList<IPAddress> Addresses);
