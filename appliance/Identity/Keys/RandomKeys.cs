using System.Security.Cryptography;
using Hearth.Protocol.Cryptography;

namespace Hearth.Identity.Keys;

/// <summary>Makes the appliance's own keys from random bytes.</summary>
internal static class RandomKeys
{
    private const int ScalarSize = 32;

    // A uniform draw is out of P-256's range with a chance below 2^-32, so a source that needs more is broken.
    private const int MaxDraws = 4;

    // The order of P-256's base point (FIPS 186-4, D.1.2.3).
    private static ReadOnlySpan<byte> P256Order =>
    [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];

    /// <summary>A new Ed25519 key that may be written to a file.</summary>
    public static Key CreateEd25519(FillRandom fillRandom)
    {
        Span<byte> seed = stackalloc byte[SignatureAlgorithm.Ed25519.PrivateKeySize];
        try
        {
            fillRandom(seed);
            return Key.Import(
                SignatureAlgorithm.Ed25519,
                seed,
                KeyBlobFormat.RawPrivateKey,
                new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>A new P-256 key, by drawing until the scalar is in range (FIPS 186-4, B.4.2).</summary>
    public static ECDsa CreateP256(FillRandom fillRandom)
    {
        var scalar = new byte[ScalarSize];
        try
        {
            for (var draw = 0; draw < MaxDraws; draw++)
            {
                fillRandom(scalar);
                if (scalar.AsSpan().ContainsAnyExcept((byte)0) && scalar.AsSpan().SequenceCompareTo(P256Order) < 0)
                {
                    return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
                }
            }

            throw new InvalidOperationException("The source of randomness gives the same out-of-range bytes again and again.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }
}
