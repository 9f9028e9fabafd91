using System.Text;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;

namespace Hearth.Tests.Fuzz.Parsers;

/// <summary>Parsers of the forwarder's management.</summary>
internal static class ManagementParsers
{
    private static readonly byte[][] Structures = [.. Vectors.All("management.json"), Parameters.Encode(), new ControlResponse(200, "OK", Parameters).Encode(), .. Filters];

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("control parameters", "appliance/Forwarding/Management/ControlParameters.cs", ReadParameters, Structures) { AllocationLimit = CopyLimit, InputLimit = InputLimit },
        new("control response", "appliance/Forwarding/Management/ControlResponse.cs", ReadResponse, Structures) { AllocationLimit = CopyLimit, InputLimit = InputLimit },
        new("face query", "appliance/Forwarding/Management/FaceQueryFilter.cs", ReadFilter, Structures) { AllocationLimit = CopyLimit, InputLimit = InputLimit },
        new("face URI", "appliance/Forwarding/Management/FaceUri.cs", ReadFaceUri, [.. FaceUris.Select(Encoding.UTF8.GetBytes)]) { AllocationLimit = CopyLimit, InputLimit = 250 },
    ];

    // Text takes two bytes a character where its wire form took one.
    private static int CopyLimit => PacketLimits.MaxPacketSize;

    private static int InputLimit => PacketLimits.MaxPacketSize / 4;

    private static ControlParameters Parameters => new()
    {
        Name = Name.Parse("/p/alice"),
        FaceId = 1,
        Uri = "udp4://127.0.0.1:6363",
        LocalUri = "udp4://127.0.0.1:1",
        Origin = 1,
        Cost = 1,
        Capacity = 1,
        Count = 1,
        Flags = 1,
        Mask = 1,
        Strategy = Name.Parse("/s"),
        ExpirationPeriod = 1,
        FacePersistency = FacePersistency.Permanent,
        BaseCongestionMarkingInterval = 1,
        DefaultCongestionThreshold = 1,
        Mtu = 1,
    };

    private static IEnumerable<byte[]> Filters =>
    [
        new FaceQueryFilter { FaceId = 1, UriScheme = "udp4", Uri = "udp4://127.0.0.1:6363", LocalUri = "a" }.Encode(),
        new FaceQueryFilter { Scope = FaceScope.Local, Persistency = FacePersistency.OnDemand, LinkType = LinkType.PointToPoint }.Encode(),
    ];

    private static string[] FaceUris =>
        ["udp4://127.0.0.1:6363", "tcp6://[2001:db8::1]:6363", "unix:///run/nfd/nfd.sock", "ws://[::]:9696", "internal://", "fd://20", "udp6://[fe80::1%25eth0]:56363", "dev://eth0", "ether://[01:00:5e:00:17:aa]"];

    private static bool ReadParameters(ReadOnlySpan<byte> input) => ControlParameters.TryRead(input, out _, out _);

    private static bool ReadResponse(ReadOnlySpan<byte> input) => ControlResponse.TryRead(input, out _, out _);

    private static bool ReadFilter(ReadOnlySpan<byte> input) => FaceQueryFilter.TryRead(input, out _, out _);

    private static bool ReadFaceUri(ReadOnlySpan<byte> input)
    {
        Span<char> text = stackalloc char[input.Length];
        if (!FaceUri.TryParse(new string(text[..Encoding.UTF8.GetChars(input, text)]), out var uri))
        {
            return false;
        }

        // Whether it is one of these says nothing about whether it was read.
        _ = uri.IsCanonical || uri.IsMulticast;
        return uri.ToString().Length > 0;
    }
}
