using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Hearth.Protocol.Cryptography;
using Hearth.Protocol.Signing;
using Hearth.Updates.Tuf;

namespace Hearth.Updating;

/// <summary>
/// The signature schemes of TUF metadata (specification, section 4.2): Ed25519, which ours is signed with, and those that
/// other repositories use. RSA-PSS has a salt as long as its hash, as the framework and the reference implementation have.
/// </summary>
internal sealed class MetadataSignatures : ISignatureVerifier
{
    // At least what the specification asks for; at most what a Raspberry Pi verifies in a few milliseconds.
    private const int FewestRsaBits = 2048;
    private const int MostRsaBits = 8192;

    /// <inheritdoc/>
    public bool TryIdentify(MetadataKey key, [NotNullWhen(true)] out string? identity)
    {
        identity = null;
        switch (SchemeOf(key))
        {
            case Scheme.Ed25519 when TryReadEd25519(key.Public, out var ed25519):
                identity = Convert.ToHexString(ed25519.Export(KeyBlobFormat.PkixPublicKey));
                break;
            case Scheme.EcdsaP256 when TryReadEcdsa(key.Public, out var ecdsa):
                using (ecdsa)
                {
                    identity = Convert.ToHexString(ecdsa.ExportSubjectPublicKeyInfo());
                }

                break;
            case Scheme.RsaPss or Scheme.RsaPkcs1 when TryReadRsa(key.Public, out var rsa):
                using (rsa)
                {
                    identity = Convert.ToHexString(rsa.ExportSubjectPublicKeyInfo());
                }

                break;
            default:
                break;
        }

        return identity is not null;
    }

    /// <inheritdoc/>
    public bool Verify(MetadataKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => SchemeOf(key) switch
    {
        Scheme.Ed25519 => TryReadEd25519(key.Public, out var ed25519) && SignatureAlgorithm.Ed25519.Verify(ed25519, message, signature),
        Scheme.EcdsaP256 => VerifyEcdsa(key.Public, message, signature),
        Scheme.RsaPss => VerifyRsa(key.Public, message, signature, RSASignaturePadding.Pss),
        Scheme.RsaPkcs1 => VerifyRsa(key.Public, message, signature, RSASignaturePadding.Pkcs1),
        _ => false,
    };

    // Both names of the ECDSA key type are in use. PKCS #1 v1.5 is the reference implementation's, not the specification's.
    private static Scheme SchemeOf(MetadataKey key) => (key.KeyType, key.Scheme) switch
    {
        ("ed25519", "ed25519") => Scheme.Ed25519,
        ("ecdsa" or "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256") => Scheme.EcdsaP256,
        ("rsa", "rsassa-pss-sha256") => Scheme.RsaPss,
        ("rsa", "rsa-pkcs1v15-sha256") => Scheme.RsaPkcs1,
        _ => Scheme.Unknown,
    };

    private static bool VerifyEcdsa(string text, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!TryReadEcdsa(text, out var key))
        {
            return false;
        }

        using (key)
        {
            return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
    }

    private static bool VerifyRsa(string text, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, RSASignaturePadding padding)
    {
        if (!TryReadRsa(text, out var key))
        {
            return false;
        }

        using (key)
        {
            return key.VerifyData(message, signature, HashAlgorithmName.SHA256, padding);
        }
    }

    private static bool TryReadEd25519(string hex, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        var bytes = new byte[SignatureAlgorithm.Ed25519.PublicKeySize];
        return hex.Length == 2 * bytes.Length
            && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            && PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPublicKey, out key);
    }

    private static bool TryReadEcdsa(string pem, [NotNullWhen(true)] out ECDsa? key)
    {
        key = null;
        return TryReadPem(pem, out var encoded) && EcdsaP256.TryImportPublicKey(encoded, out key);
    }

    private static bool TryReadRsa(string pem, [NotNullWhen(true)] out RSA? key)
    {
        key = null;
        if (!TryReadPem(pem, out var encoded))
        {
            return false;
        }

        var read = RSA.Create();
        try
        {
            read.ImportSubjectPublicKeyInfo(encoded, out var size);
            key = size == encoded.Length && read.KeySize is >= FewestRsaBits and <= MostRsaBits ? read : null;
        }
        catch (CryptographicException)
        {
            // The framework has no other way to say that this is no RSA key.
        }

        if (key is null)
        {
            read.Dispose();
        }

        return key is not null;
    }

    private static bool TryReadPem(string text, out byte[] encoded)
    {
        encoded = [];
        if (!PemEncoding.TryFind(text, out var fields) || text[fields.Label] != "PUBLIC KEY")
        {
            return false;
        }

        encoded = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64String(text[fields.Base64Data], encoded, out var size) && size == encoded.Length;
    }

    private enum Scheme
    {
        Unknown,
        Ed25519,
        EcdsaP256,
        RsaPss,
        RsaPkcs1,
    }
}
