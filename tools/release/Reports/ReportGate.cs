using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.Release.Reports;

/// <summary>
/// Which reports count: of each bundle so many from an address in a day, and no more than so many in all. What it holds of
/// an address is a number at a place that nobody finds again once the day's key is gone.
/// </summary>
/// <param name="perAddress">Reports of a bundle from an address, in a day.</param>
internal sealed class ReportGate(int perAddress)
{
    /// <summary>In a day: two in a hundred honest ones then fall on a place that is taken.</summary>
    public const int MostPerDay = Places / 50;

    private const int Places = 1 << 20;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly byte[] counts = new byte[Places];
    private byte[] key = [];
    private DateTimeOffset dayEnds;
    private int entered;

    /// <summary>Whether a report counts.</summary>
    /// <param name="from">Where it comes from; of an IPv6 address its network, as a household has a whole one (RFC 6177: mostly a /56).</param>
    /// <param name="bundle">What it is about.</param>
    /// <param name="now">The time.</param>
    public bool TryEnter(IPAddress from, string bundle, DateTimeOffset now)
    {
        if (now >= dayEnds)
        {
            (key, dayEnds, entered) = (RandomNumberGenerator.GetBytes(32), now + Day, 0);
            Array.Clear(counts);
        }

        ref var count = ref counts[PlaceOf(from, bundle)];
        if (entered >= MostPerDay || count >= perAddress)
        {
            return false;
        }

        count++;
        entered++;
        return true;
    }

    private int PlaceOf(IPAddress from, string bundle)
    {
        var address = from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from;
        var network = address.GetAddressBytes().AsSpan(0, address.AddressFamily == AddressFamily.InterNetwork ? 4 : 7);
        byte[] place = [.. network, .. Encoding.ASCII.GetBytes(bundle)];
        return BitConverter.ToInt32(HMACSHA256.HashData(key, place)) & (Places - 1);
    }
}
