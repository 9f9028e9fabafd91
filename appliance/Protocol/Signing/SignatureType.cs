namespace Hearth.Protocol.Signing;

/// <summary>SignatureType numbers (NDN Packet Format v0.3, "Signature").</summary>
public enum SignatureType : ulong
{
    /// <summary>SHA-256 of the signed portion: integrity, no identity.</summary>
    DigestSha256 = 0,

    /// <summary>RSA PKCS #1 v1.5 with SHA-256. Recognized, never made here.</summary>
    Sha256WithRsa = 1,

    /// <summary>ECDSA with SHA-256, DER encoded.</summary>
    Sha256WithEcdsa = 3,

    /// <summary>HMAC with SHA-256.</summary>
    HmacWithSha256 = 4,

    /// <summary>Ed25519 (RFC 8032).</summary>
    Ed25519 = 5,

    /// <summary>No signature information; not a wire value.</summary>
    None = ulong.MaxValue,
}
