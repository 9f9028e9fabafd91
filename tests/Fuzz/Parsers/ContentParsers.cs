using Hearth.Identity;
using Hearth.Identity.Recovery;
using Hearth.Protocol;
using Hearth.Protocol.Publications;

namespace Hearth.Tests.Fuzz.Parsers;

/// <summary>Parsers of what owners publish about themselves and their files.</summary>
internal static class ContentParsers
{
    public static IReadOnlyList<Parser> All { get; } =
    [
        new("publication metadata", "appliance/Protocol/Publications/PublicationMetadata.cs", ReadMetadata, Metadata) { AllocationLimit = PacketLimits.MaxPacketSize, InputLimit = PacketLimits.MaxPacketSize / 4 },
        new("claim", "appliance/Identity/Claim.cs", ReadClaim, Claims) { AllocationLimit = PacketLimits.MaxPacketSize, InputLimit = PacketLimits.MaxPacketSize / 4 },
    ];

    private static byte[][] Metadata
    {
        get
        {
            var name = Name.Parse("/p/alice/photo.jpg/v=7");
            return [.. new PublicationMetadata[]
            {
                new(name),
                new(name)
                {
                    FinalSegment = 41,
                    SegmentSize = 8000,
                    Size = 330_000,
                    ModificationTime = 1,
                    ContentDigest = new byte[32],
                    MediaType = "image/jpeg",
                    ManifestFinalSegment = 0,
                },
            }.Select(Encode)];
        }
    }

    private static byte[][] Claims
    {
        get
        {
            using var code = RecoveryCode.FromSecret(new byte[RecoveryCode.SecretSize]);
            using var identity = ApplianceIdentity.Create(Username.Parse("alice"), code, bytes => bytes.Fill(7), DateTimeOffset.UnixEpoch);
            return [.. identity.Packets.Select(packet => packet.Wire.ToArray())];
        }
    }

    private static byte[] Encode(PublicationMetadata metadata)
    {
        var buffer = new byte[PacketLimits.MaxPacketSize];
        return buffer[..metadata.WriteTo(buffer)];
    }

    private static bool ReadMetadata(ReadOnlySpan<byte> input) => PublicationMetadata.TryRead(input, out _, out _);

    // No changed claim has a valid signature: one that was read as far as that counts as taken.
    private static bool ReadClaim(ReadOnlySpan<byte> input) =>
        Data.TryRead(input, out var data, out _) && (Claim.TryRead(data, out _, out var fault) || fault == ClaimFault.SignatureInvalid);
}
