using Hearth.Protocol.Cryptography;

namespace Hearth.Protocol.Signing;

/// <summary>Ed25519 signatures of 64 bytes (NDN Packet Format v0.3, "SignatureEd25519"; RFC 8032).</summary>
public static class Ed25519
{
    /// <summary>Signs with <paramref name="key"/>, which stays the caller's to dispose.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="keyLocator">Name of the key or of its certificate.</param>
    public static Signer CreateSigner(Key key, Name keyLocator) => new Ed25519Signer(key, keyLocator);

    /// <summary>Verifies with <paramref name="key"/>.</summary>
    public static Verifier CreateVerifier(PublicKey key) => new Ed25519Verifier(key);

    private sealed class Ed25519Signer(Key key, Name keyLocator) : Signer
    {
        public override SignatureType Type => SignatureType.Ed25519;

        public override Name? KeyLocator => keyLocator;

        public override int MaxSignatureSize => SignatureAlgorithm.Ed25519.SignatureSize;

        public override int Sign(ReadOnlySpan<byte> portion, Span<byte> signature)
        {
            SignatureAlgorithm.Ed25519.Sign(key, portion, signature[..MaxSignatureSize]);
            return MaxSignatureSize;
        }
    }

    private sealed class Ed25519Verifier(PublicKey key) : Verifier
    {
        public override SignatureType Type => SignatureType.Ed25519;

        public override bool Verify(ReadOnlySpan<byte> portion, ReadOnlySpan<byte> signature) =>
            SignatureAlgorithm.Ed25519.Verify(key, portion, signature);
    }
}
