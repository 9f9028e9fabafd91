using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Hearth.Protocol.Signing;

/// <summary>
/// ECDSA on P-256 with SHA-256, the signature in DER (NDN Packet Format v0.3, "SignatureSha256WithEcdsa"; RFC 3279,
/// section 2.2.3).
/// </summary>
public static class EcdsaP256
{
    /// <summary>Bytes of a public key as SubjectPublicKeyInfo (RFC 5480): a named curve and an uncompressed point.</summary>
    public const int PublicKeySize = 91;

    private const int CoordinateSize = 32;

    // SEQUENCE (6) { INTEGER (33), INTEGER (33) }: 33, as a leading one bit needs a zero before it.
    private const int MaxSize = 72;

    // SEQUENCE { SEQUENCE { OID ecPublicKey, OID prime256v1 }, BIT STRING (66) { no unused bits, 4 for uncompressed } }
    private static ReadOnlySpan<byte> PublicKeyPrefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
        0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>Signs with <paramref name="key"/>, which stays the caller's to dispose.</summary>
    /// <param name="key">A private key on P-256.</param>
    /// <param name="keyLocator">Name of the key or of its certificate.</param>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static Signer CreateSigner(ECDsa key, Name keyLocator)
    {
        RequireP256(key);
        return new EcdsaSigner(key, keyLocator);
    }

    /// <summary>Verifies with <paramref name="key"/>, which stays the caller's to dispose.</summary>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static Verifier CreateVerifier(ECDsa key)
    {
        RequireP256(key);
        return new EcdsaVerifier(key);
    }

    /// <summary>Reads a public key from SubjectPublicKeyInfo; false for any other bytes and for points off the curve.</summary>
    public static bool TryImportPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out ECDsa? key)
    {
        key = null;
        if (subjectPublicKeyInfo.Length != PublicKeySize || !subjectPublicKeyInfo.StartsWith(PublicKeyPrefix))
        {
            return false;
        }

        var point = subjectPublicKeyInfo[PublicKeyPrefix.Length..];
        try
        {
            key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = { X = point[..CoordinateSize].ToArray(), Y = point[CoordinateSize..].ToArray() },
            });
            return true;
        }
        catch (CryptographicException)
        {
            // The framework has no other way to say that a point is off the curve.
            return false;
        }
    }

    private static void RequireP256(ECDsa key)
    {
        if (key.KeySize != 8 * CoordinateSize)
        {
            throw new ArgumentException($"A key of {key.KeySize} bits is not on P-256.", nameof(key));
        }
    }

    private sealed class EcdsaSigner(ECDsa key, Name keyLocator) : Signer
    {
        public override SignatureType Type => SignatureType.Sha256WithEcdsa;

        public override Name? KeyLocator => keyLocator;

        public override int MaxSignatureSize => MaxSize;

        public override int Sign(ReadOnlySpan<byte> portion, Span<byte> signature) =>
            key.TrySignData(portion, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence, out var size)
                ? size
                : throw new ArgumentException($"The signature needs {MaxSize} bytes.", nameof(signature));
    }

    private sealed class EcdsaVerifier(ECDsa key) : Verifier
    {
        public override SignatureType Type => SignatureType.Sha256WithEcdsa;

        public override bool Verify(ReadOnlySpan<byte> portion, ReadOnlySpan<byte> signature) =>
            signature.Length <= MaxSize
            && key.VerifyData(portion, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
