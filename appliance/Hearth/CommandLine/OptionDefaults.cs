using System.Net;

namespace Hearth.CommandLine;

/// <summary>What <c>--web</c> and <c>--bind</c> are when nobody says; a laptop's trial and a device differ.</summary>
/// <param name="Web">Where the panel answers.</param>
/// <param name="Bind">The address that network faces listen on; <see cref="IPAddress.IPv6Any"/> is every address of both families.</param>
internal sealed record OptionDefaults(IPEndPoint Web, IPAddress Bind)
{
    /// <summary>A device serves its neighbours: every address, the panel on port 80.</summary>
    public static OptionDefaults Device { get; } = new(new IPEndPoint(IPAddress.IPv6Any, 80), IPAddress.IPv6Any);

    /// <summary>
    /// A trial on a laptop opens nothing to whatever network the laptop is in until it is asked to
    /// (<c>hearth run --bind 0.0.0.0</c>).
    /// </summary>
    public static OptionDefaults Trial { get; } = new(new IPEndPoint(IPAddress.Loopback, 8080), IPAddress.Loopback);
}
