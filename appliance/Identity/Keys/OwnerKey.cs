using System.Security.Cryptography;
using Hearth.Identity.Recovery;
using Hearth.Protocol.Cryptography;

namespace Hearth.Identity.Keys;

/// <summary>The owner's Ed25519 key. It is made from the recovery code each time it is needed, and never stored.</summary>
internal static class OwnerKey
{
    // Separates this use of the code from any later one. It is part of the format: other bytes are another key.
    private static ReadOnlySpan<byte> Label => "hearth owner key 1: Ed25519"u8;

    /// <summary>HKDF with SHA-256 (RFC 5869), without salt: the code is uniformly random and used for nothing else.</summary>
    public static Key Derive(RecoveryCode code)
    {
        Span<byte> seed = stackalloc byte[SignatureAlgorithm.Ed25519.PrivateKeySize];
        try
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA256, code.Secret, seed, salt: [], Label);
            return Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}
