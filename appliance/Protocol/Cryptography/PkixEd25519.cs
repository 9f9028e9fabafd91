using System.Security.Cryptography;
using System.Text;

namespace Hearth.Protocol.Cryptography;

/// <summary>
/// The two DER structures of RFC 8410. An Ed25519 key has no parameters and one length, so that each structure is
/// a constant prefix and 32 bytes; any other encoding is refused, as DER allows no other.
/// </summary>
internal static class PkixEd25519
{
    private const int KeySize = 32;
    private const string PrivateLabel = "PRIVATE KEY";
    private const string PublicLabel = "PUBLIC KEY";

    // SEQUENCE { INTEGER 0, SEQUENCE { OID 1.3.101.112 }, OCTET STRING { OCTET STRING (32) } }
    private static ReadOnlySpan<byte> PrivatePrefix =>
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    // SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING (32, no unused bits) }
    private static ReadOnlySpan<byte> PublicPrefix =>
        [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Writes 32 bytes of key in <paramref name="format"/>.</summary>
    internal static byte[] Encode(ReadOnlySpan<byte> key, KeyBlobFormat format) => format switch
    {
        KeyBlobFormat.RawPrivateKey or KeyBlobFormat.RawPublicKey => key.ToArray(),
        KeyBlobFormat.PkixPrivateKey => [.. PrivatePrefix, .. key],
        KeyBlobFormat.PkixPublicKey => [.. PublicPrefix, .. key],
        KeyBlobFormat.PkixPrivateKeyText => Armor(PrivateLabel, [.. PrivatePrefix, .. key]),
        KeyBlobFormat.PkixPublicKeyText => Armor(PublicLabel, [.. PublicPrefix, .. key]),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>Reads 32 bytes of key from <paramref name="blob"/>; false where it is not exactly of that format.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> blob, KeyBlobFormat format, Span<byte> key) => format switch
    {
        KeyBlobFormat.RawPrivateKey or KeyBlobFormat.RawPublicKey => TryStrip(blob, [], key),
        KeyBlobFormat.PkixPrivateKey => TryStrip(blob, PrivatePrefix, key),
        KeyBlobFormat.PkixPublicKey => TryStrip(blob, PublicPrefix, key),
        KeyBlobFormat.PkixPrivateKeyText => TryDisarm(blob, PrivateLabel, PrivatePrefix, key),
        KeyBlobFormat.PkixPublicKeyText => TryDisarm(blob, PublicLabel, PublicPrefix, key),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static bool TryStrip(ReadOnlySpan<byte> blob, ReadOnlySpan<byte> prefix, Span<byte> key)
    {
        if (blob.Length != prefix.Length + KeySize || !blob.StartsWith(prefix))
        {
            return false;
        }

        blob[prefix.Length..].CopyTo(key);
        return true;
    }

    private static byte[] Armor(string label, byte[] der)
    {
        var text = PemEncoding.Write(label, der);
        var blob = new byte[text.Length + 1];
        Encoding.ASCII.GetBytes(text, blob);
        blob[^1] = (byte)'\n';
        CryptographicOperations.ZeroMemory(der);
        text.AsSpan().Clear();
        return blob;
    }

    private static bool TryDisarm(ReadOnlySpan<byte> blob, string label, ReadOnlySpan<byte> prefix, Span<byte> key)
    {
        // 113 characters are what Armor writes for a public key, 119 for a private one; the rest is room for CRLF and blanks.
        Span<char> text = stackalloc char[256];
        Span<byte> der = stackalloc byte[64];
        try
        {
            return blob.Length <= text.Length
                && Ascii.ToUtf16(blob, text, out var length) == System.Buffers.OperationStatus.Done
                && PemEncoding.TryFind(text[..length], out var fields)
                && text[fields.Label].SequenceEqual(label)
                && Convert.TryFromBase64Chars(text[fields.Base64Data], der, out var size)
                && TryStrip(der[..size], prefix, key);
        }
        finally
        {
            text.Clear();
            CryptographicOperations.ZeroMemory(der);
        }
    }
}
