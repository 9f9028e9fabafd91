namespace Hearth.Protocol.Cryptography;

/// <summary>How a key is written down.</summary>
public enum KeyBlobFormat
{
    /// <summary>No format.</summary>
    None = 0,

    /// <summary>The 32 bytes of the seed (RFC 8032, section 5.1.5).</summary>
    RawPrivateKey,

    /// <summary>The 32 bytes of the public key (RFC 8032, section 5.1.5).</summary>
    RawPublicKey,

    /// <summary>PKCS #8 version 1 in DER, 48 bytes (RFC 8410, section 7).</summary>
    PkixPrivateKey,

    /// <summary>PKCS #8 version 1 in PEM, as <c>openssl pkey</c> reads it.</summary>
    PkixPrivateKeyText,

    /// <summary>SubjectPublicKeyInfo in DER, 44 bytes (RFC 8410, section 4).</summary>
    PkixPublicKey,

    /// <summary>SubjectPublicKeyInfo in PEM.</summary>
    PkixPublicKeyText,
}
