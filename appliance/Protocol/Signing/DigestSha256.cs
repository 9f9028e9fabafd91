using System.Security.Cryptography;

namespace Hearth.Protocol.Signing;

/// <summary>SHA-256 in place of a signature: integrity, no identity (NDN Packet Format v0.3, "DigestSha256").</summary>
public static class DigestSha256
{
    /// <summary>Makes the digest.</summary>
    public static Signer Signer { get; } = new DigestSigner();

    /// <summary>Checks the digest.</summary>
    public static Verifier Verifier { get; } = new DigestVerifier();

    private sealed class DigestSigner : Signer
    {
        public override SignatureType Type => SignatureType.DigestSha256;

        public override Name? KeyLocator => null;

        public override int MaxSignatureSize => SHA256.HashSizeInBytes;

        public override int Sign(ReadOnlySpan<byte> portion, Span<byte> signature) => SHA256.HashData(portion, signature);
    }

    private sealed class DigestVerifier : Verifier
    {
        public override SignatureType Type => SignatureType.DigestSha256;

        public override bool Verify(ReadOnlySpan<byte> portion, ReadOnlySpan<byte> signature)
        {
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(portion, digest);
            return digest.SequenceEqual(signature);
        }
    }
}
