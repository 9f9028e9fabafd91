namespace Hearth.Updates.Tuf;

/// <summary>What a timestamp or a snapshot says of another metadata file (section 4.4).</summary>
/// <param name="Version">The version it has.</param>
/// <param name="Length">Its bytes, where named.</param>
/// <param name="Hashes">Its hashes, where named.</param>
public sealed record MetaFile(long Version, long? Length, IReadOnlyList<FileHash> Hashes);
