using Hearth.Protocol;

namespace Hearth.Forwarding.Storage;

/// <summary>A name with the hash of each of its prefixes; valid until its buffer is used for the next name.</summary>
internal readonly ref struct HashedName(NameView name, HashBuffer buffer, bool endsInImplicitDigest)
{
    /// <summary>The name.</summary>
    public NameView Name { get; } = name;

    /// <summary>Number of components.</summary>
    public int Count => Name.Count;

    /// <summary>Hash of the whole name.</summary>
    public ulong Hash => HashOf(Count);

    /// <summary>Whether the last component is an implicit digest, so that the name is that of one packet.</summary>
    public bool EndsInImplicitDigest { get; } = endsInImplicitDigest;

    /// <summary>Hash of the first <paramref name="count"/> components.</summary>
    public ulong HashOf(int count) => buffer.Hashes[count];

    /// <summary>The first <paramref name="count"/> components, one after the other.</summary>
    public ReadOnlySpan<byte> Prefix(int count) => Name.Value[..buffer.Sizes[count]];
}
