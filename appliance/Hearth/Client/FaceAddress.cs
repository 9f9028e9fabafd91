using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hearth.CommandLine;
using Hearth.Forwarding.Management;

namespace Hearth.Client;

/// <summary>Makes canonical what a person writes for a neighbour: <c>udp://router.example</c>, <c>tcp4://192.0.2.1</c>.</summary>
internal static class FaceAddress
{
    // Multicast port of NFD.
    private const ushort MulticastPort = 56363;

    /// <summary>Looks host names up and fills in the port.</summary>
    /// <exception cref="WrongUsageException">It is no place that a face can lead to.</exception>
    /// <exception cref="VerbFailedException">The host is not known.</exception>
    public static async Task<FaceUri> CanonizeAsync(string text, CancellationToken stop)
    {
        if (!FaceUri.TryParse(text, out var uri))
        {
            throw new WrongUsageException($"'{text}' is no address of a neighbour; write for example udp4://192.0.2.1:6363 or tcp://router.example.");
        }

        if (uri.IsCanonical || uri.Scheme is not ("udp" or "udp4" or "udp6" or "tcp" or "tcp4" or "tcp6") || uri.Path.Length > 1)
        {
            return uri;
        }

        var address = await ResolveAsync(uri, stop).ConfigureAwait(false);
        var multicast = new FaceUri("udp", address.ToString()).IsMulticast;
        return FaceUri.Of(uri.Scheme[..3], new IPEndPoint(address, uri.Port ?? (multicast ? MulticastPort : HearthOptions.DefaultPort)));
    }

    private static async Task<IPAddress> ResolveAsync(FaceUri uri, CancellationToken stop)
    {
        var family = uri.Scheme[^1] switch { '4' => AddressFamily.InterNetwork, '6' => AddressFamily.InterNetworkV6, _ => AddressFamily.Unspecified };
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(uri.Host, family, stop).ConfigureAwait(false);
            return addresses.OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6).FirstOrDefault()
                ?? throw new VerbFailedException($"'{uri.Host}' has no address for {uri.Scheme}; look whether it is spelt right.");
        }
        catch (SocketException)
        {
            throw new VerbFailedException(string.Create(CultureInfo.InvariantCulture, $"the host '{uri.Host}' is not known; look whether it is spelt right."));
        }
    }
}
