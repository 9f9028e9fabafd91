using System.Net;
using Hearth.Identity;

namespace Hearth.Discovery;

/// <summary>What the appliance announces (RFC 6763).</summary>
internal static class AnnouncedServices
{
    /// <summary>The label wanted for <c>hearth.local</c>.</summary>
    public const string HostName = "hearth";

    /// <summary>The type of a node's UDP port, which NDN-FCH and Android's NFD announce too.</summary>
    public const string NodeType = "_ndn._udp";

    /// <summary>Key of the namespace in a node's TXT record.</summary>
    public const string NamespaceKey = "ns";

    /// <summary>The type of a web page (IANA).</summary>
    public const string PanelType = "_http._tcp";

    /// <summary>The services: the panel where a neighbour can reach it, and the node.</summary>
    /// <param name="owner">Whose appliance it is; null until claimed.</param>
    /// <param name="nodePort">The node's UDP port.</param>
    /// <param name="panel">Where the panel answers.</param>
    public static IReadOnlyList<ServiceInstance> Of(Username? owner, ushort nodePort, IPEndPoint panel)
    {
        var label = owner is null ? "Hearth" : $"Hearth of {owner}";

        // RFC 6763 section 6.7: the version of the record comes first.
        var text = new Dictionary<string, string> { ["txtvers"] = "1" };
        if (owner is not null)
        {
            text[NamespaceKey] = owner.Namespace.ToString();
        }

        var node = new ServiceInstance(label, NodeType, nodePort, text);
        return IPAddress.IsLoopback(panel.Address)
            ? [node]
            : [new ServiceInstance(label, PanelType, (ushort)panel.Port, new Dictionary<string, string> { ["path"] = "/" }), node];
    }
}
