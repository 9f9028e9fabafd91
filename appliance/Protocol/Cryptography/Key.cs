using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Hearth.Protocol.Cryptography;

/// <summary>An Ed25519 private key, in guarded memory that is wiped on <see cref="Dispose"/>.</summary>
public sealed class Key : IDisposable
{
    // RFC 8032, section 5.1.5: the private key is 32 bytes; libsodium keeps them with the public key, 64 in all.
    private const int SeedSize = 32;
    private const int SecretKeySize = 64;

    private readonly KeyExportPolicies exportPolicy;

    private Key(ReadOnlySpan<byte> seed, KeyExportPolicies exportPolicy)
    {
        this.exportPolicy = exportPolicy;
        var publicKey = new byte[SignatureAlgorithm.Ed25519.PublicKeySize];
        SecretKey = new SecureMemoryHandle(SecretKeySize);
        Sodium.Ed25519SeedKeyPair(publicKey, SecretKey, seed);
        PublicKey = new PublicKey(publicKey);
    }

    /// <summary>The other half.</summary>
    public PublicKey PublicKey { get; }

    internal SecureMemoryHandle SecretKey { get; }

    /// <summary>Reads a key; throws <see cref="FormatException"/> where the bytes are not of that format.</summary>
    public static Key Import(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> blob, KeyBlobFormat format, in KeyCreationParameters creationParameters = default) =>
        TryImport(algorithm, blob, format, out var result, creationParameters) ? result : throw new FormatException("Not an Ed25519 private key.");

    /// <summary>Reads a key; false where the bytes are not of that format.</summary>
    public static bool TryImport(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> blob,
        KeyBlobFormat format,
        [NotNullWhen(true)] out Key? result,
        in KeyCreationParameters creationParameters = default)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        RequirePrivate(format);
        Span<byte> seed = stackalloc byte[SeedSize];
        try
        {
            result = PkixEd25519.TryDecode(blob, format, seed) ? new Key(seed, creationParameters.ExportPolicy) : null;
            return result is not null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>
    /// Writes the key down, a private format only where it was made with
    /// <see cref="KeyExportPolicies.AllowPlaintextExport"/>. The caller wipes what it gets.
    /// </summary>
    public byte[] Export(KeyBlobFormat format)
    {
        if (format is KeyBlobFormat.RawPublicKey or KeyBlobFormat.PkixPublicKey or KeyBlobFormat.PkixPublicKeyText)
        {
            return PublicKey.Export(format);
        }

        RequirePrivate(format);
        if (!exportPolicy.HasFlag(KeyExportPolicies.AllowPlaintextExport))
        {
            throw new InvalidOperationException("This key was made without leave to be exported.");
        }

        Span<byte> seed = stackalloc byte[SeedSize];
        try
        {
            Sodium.Ed25519SecretKeyToSeed(seed, SecretKey);
            return PkixEd25519.Encode(seed, format);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Wipes the private key.</summary>
    public void Dispose() => SecretKey.Dispose();

    private static void RequirePrivate(KeyBlobFormat format)
    {
        if (format is not (KeyBlobFormat.RawPrivateKey or KeyBlobFormat.PkixPrivateKey or KeyBlobFormat.PkixPrivateKeyText))
        {
            throw new ArgumentException($"{format} is not a format of private keys.", nameof(format));
        }
    }
}
