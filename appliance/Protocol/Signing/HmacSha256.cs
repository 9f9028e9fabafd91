using System.Security.Cryptography;

namespace Hearth.Protocol.Signing;

/// <summary>
/// HMAC with SHA-256 under a shared secret (NDN Packet Format v0.3, "SignatureHmacWithSha256"; RFC 2104, which
/// discourages secrets shorter than 32 bytes).
/// </summary>
public static class HmacSha256
{
    /// <summary>Signs with <paramref name="secret"/>.</summary>
    /// <param name="secret">Shared secret, any length.</param>
    /// <param name="keyLocator">Name by which the other side finds the secret.</param>
    public static Signer CreateSigner(byte[] secret, Name keyLocator) => new HmacSigner(secret, keyLocator);

    /// <summary>Verifies with <paramref name="secret"/>.</summary>
    public static Verifier CreateVerifier(byte[] secret) => new HmacVerifier(secret);

    private sealed class HmacSigner(byte[] secret, Name keyLocator) : Signer
    {
        public override SignatureType Type => SignatureType.HmacWithSha256;

        public override Name? KeyLocator => keyLocator;

        public override int MaxSignatureSize => HMACSHA256.HashSizeInBytes;

        public override int Sign(ReadOnlySpan<byte> portion, Span<byte> signature) =>
            HMACSHA256.HashData(secret, portion, signature);
    }

    private sealed class HmacVerifier(byte[] secret) : Verifier
    {
        public override SignatureType Type => SignatureType.HmacWithSha256;

        public override bool Verify(ReadOnlySpan<byte> portion, ReadOnlySpan<byte> signature)
        {
            Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(secret, portion, expected);
            return CryptographicOperations.FixedTimeEquals(expected, signature);
        }
    }
}
