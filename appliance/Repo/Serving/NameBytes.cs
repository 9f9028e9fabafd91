using Hearth.Protocol;

namespace Hearth.Repo.Serving;

/// <summary>Compares names with borrowed bytes, so that a lookup by a packet's name allocates nothing.</summary>
internal sealed class NameBytes : IEqualityComparer<Name>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Name>
{
    public static readonly NameBytes Comparer = new();

    private NameBytes()
    {
    }

    public bool Equals(Name? left, Name? right) => left == right;

    public int GetHashCode(Name name) => GetHashCode(name.Value);

    public bool Equals(ReadOnlySpan<byte> alternate, Name other) => alternate.SequenceEqual(other.Value);

    // HashCode is seeded for each process: an attacker cannot choose names that collide.
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public Name Create(ReadOnlySpan<byte> alternate) =>
        Name.TryRead(alternate, out var name, out _) ? name : throw new ArgumentException("Not the bytes of a name.", nameof(alternate));
}
