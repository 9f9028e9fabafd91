using System.Diagnostics.CodeAnalysis;

namespace Hearth.Updates.Tuf;

/// <summary>Checks signatures; cryptography itself stands elsewhere.</summary>
public interface ISignatureVerifier
{
    /// <summary>
    /// What tells a key from all others, however it is written down, so that one key under two names counts once.
    /// False for a key that is none, or of a type or scheme that is not known.
    /// </summary>
    bool TryIdentify(MetadataKey key, [NotNullWhen(true)] out string? identity);

    /// <summary>Whether <paramref name="signature"/>, of any length, is the key's over <paramref name="message"/>.</summary>
    bool Verify(MetadataKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}
