using System.Diagnostics.CodeAnalysis;

namespace Hearth.Protocol.Cryptography;

/// <summary>An Ed25519 public key. Any 32 bytes are one; a point that is none verifies nothing.</summary>
public sealed class PublicKey : IEquatable<PublicKey>
{
    private readonly byte[] bytes;

    internal PublicKey(byte[] bytes) => this.bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Reads a key; throws <see cref="FormatException"/> where the bytes are not of that format.</summary>
    public static PublicKey Import(SignatureAlgorithm algorithm, ReadOnlySpan<byte> blob, KeyBlobFormat format) =>
        TryImport(algorithm, blob, format, out var result) ? result : throw new FormatException("Not an Ed25519 public key.");

    /// <summary>Reads a key; false where the bytes are not of that format.</summary>
    public static bool TryImport(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> blob, KeyBlobFormat format, [NotNullWhen(true)] out PublicKey? result)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        RequirePublic(format);
        var bytes = new byte[algorithm.PublicKeySize];
        result = PkixEd25519.TryDecode(blob, format, bytes) ? new PublicKey(bytes) : null;
        return result is not null;
    }

    /// <summary>Writes the key down.</summary>
    public byte[] Export(KeyBlobFormat format)
    {
        RequirePublic(format);
        return PkixEd25519.Encode(bytes, format);
    }

    /// <inheritdoc/>
    public bool Equals(PublicKey? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    internal static void RequirePublic(KeyBlobFormat format)
    {
        if (format is not (KeyBlobFormat.RawPublicKey or KeyBlobFormat.PkixPublicKey or KeyBlobFormat.PkixPublicKeyText))
        {
            throw new ArgumentException($"{format} is not a format of public keys.", nameof(format));
        }
    }
}
