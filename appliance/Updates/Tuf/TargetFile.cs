namespace Hearth.Updates.Tuf;

/// <summary>What trusted metadata says of a target (section 4.5).</summary>
/// <param name="Path">The target's name, a relative URL.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hashes">Its hashes; at least one.</param>
public sealed record TargetFile(string Path, long Length, IReadOnlyList<FileHash> Hashes)
{
    /// <summary>What the repository adds for applications: a JSON object in canonical form; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Custom { get; init; }

    /// <summary>The name under which a repository with consistent snapshots keeps it (section 6.2.1): <c>folder/HASH.name</c>.</summary>
    public string HashPrefixedPath
    {
        get
        {
            var known = Hashes.FirstOrDefault(hash => FileHashes.AlgorithmOf(hash) is not null) ?? Hashes[0];
            var name = Path.LastIndexOf('/') + 1;
            return $"{Path[..name]}{known.Digest}.{Path[name..]}";
        }
    }
}
