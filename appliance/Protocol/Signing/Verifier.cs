using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol.Cryptography;

namespace Hearth.Protocol.Signing;

/// <summary>Checks signatures of one key, or of none for digests.</summary>
public abstract class Verifier
{
    /// <summary>
    /// Makes the verifier of a public key, as certificates carry it: SubjectPublicKeyInfo in DER, of P-256 (RFC 5480,
    /// named curve, uncompressed point) or Ed25519 (RFC 8410). False for any other bytes.
    /// </summary>
    public static bool TryCreate(ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out Verifier? verifier)
    {
        verifier = null;
        if (PublicKey.TryImport(SignatureAlgorithm.Ed25519, subjectPublicKeyInfo, KeyBlobFormat.PkixPublicKey, out var ed25519))
        {
            verifier = Ed25519.CreateVerifier(ed25519);
        }
        else if (EcdsaP256.TryImportPublicKey(subjectPublicKeyInfo, out var p256))
        {
            verifier = EcdsaP256.CreateVerifier(p256);
        }

        return verifier is not null;
    }

    /// <summary>The algorithm.</summary>
    public abstract SignatureType Type { get; }

    /// <summary>Whether <paramref name="signature"/> is right for <paramref name="portion"/>; any bytes may be given.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> portion, ReadOnlySpan<byte> signature);

    /// <summary>Whether the packet is signed with this algorithm and key.</summary>
    public bool Verify(in Data data) =>
        data.Signature.Type == Type && Verify(data.SignedPortion, data.SignatureValue);

    /// <summary>Whether the packet is signed with this algorithm and key, and its parameters digest is right.</summary>
    public bool Verify(in Interest interest)
    {
        if (interest.Signature.Type != Type || !interest.HasValidParametersDigest())
        {
            return false;
        }

        Span<byte> portion = interest.Wire.Length <= PacketLimits.MaxPacketSize
            ? stackalloc byte[interest.Wire.Length]
            : new byte[interest.Wire.Length];
        return Verify(portion[..interest.CopySignedPortion(portion)], interest.SignatureValue);
    }
}
