namespace Hearth.Protocol.Cryptography;

/// <summary>A signature algorithm; Ed25519 is the one that the framework lacks.</summary>
public sealed class SignatureAlgorithm
{
    private SignatureAlgorithm()
    {
    }

    /// <summary>
    /// Ed25519 (RFC 8032, section 5.1, "pure"): deterministic. libsodium also refuses signatures that are not
    /// canonical and public keys of small order, so that nobody can make a second signature or a key for any message.
    /// </summary>
    public static SignatureAlgorithm Ed25519 { get; } = new();

    /// <summary>Bytes of a private key.</summary>
    public int PrivateKeySize { get; } = 32;

    /// <summary>Bytes of a public key.</summary>
    public int PublicKeySize { get; } = 32;

    /// <summary>Bytes of a signature.</summary>
    public int SignatureSize { get; } = 64;

    /// <summary>Signs <paramref name="data"/>.</summary>
    public byte[] Sign(Key key, ReadOnlySpan<byte> data)
    {
        var signature = new byte[SignatureSize];
        Sign(key, data, signature);
        return signature;
    }

    /// <summary>Signs <paramref name="data"/> into <paramref name="signature"/>, which has <see cref="SignatureSize"/> bytes.</summary>
    public void Sign(Key key, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfNotEqual(signature.Length, SignatureSize);
        Sodium.Ed25519Sign(signature, 0, data, (ulong)data.Length, key.SecretKey);
    }

    /// <summary>Whether <paramref name="signature"/>, of any length, is this key's over <paramref name="data"/>.</summary>
    public bool Verify(PublicKey publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        return signature.Length == SignatureSize
            && Sodium.Ed25519Verify(signature, data, (ulong)data.Length, publicKey.Bytes) == 0;
    }
}
