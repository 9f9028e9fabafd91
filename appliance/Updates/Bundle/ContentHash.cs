using System.Security.Cryptography;

namespace Hearth.Updates.Bundle;

/// <summary>A SHA-256 by which content is named. A class, so that tables keyed by it share their code with others.</summary>
public sealed class ContentHash : IEquatable<ContentHash>
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private readonly byte[] digest;

    private ContentHash(byte[] digest) => this.digest = digest;

    /// <summary>The digest itself, <see cref="Size"/> bytes.</summary>
    public ReadOnlySpan<byte> Digest => digest;

    /// <summary>The hash of some content.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> content) => new(SHA256.HashData(content));

    /// <summary>Takes a digest that was computed or read.</summary>
    /// <param name="digest"><see cref="Size"/> bytes; copied.</param>
    public static ContentHash From(ReadOnlySpan<byte> digest) => digest.Length == Size
        ? new ContentHash(digest.ToArray())
        : throw new ArgumentException($"A digest has {Size} bytes.", nameof(digest));

    /// <inheritdoc/>
    public bool Equals(ContentHash? other) => other is not null && Digest.SequenceEqual(other.Digest);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ContentHash);

    // Any four bytes of a SHA-256 are as good as others.
    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(digest);

    /// <summary>Lower-case hex digits, as names on a server and on the network have it.</summary>
    public override string ToString() => Convert.ToHexStringLower(digest);
}
