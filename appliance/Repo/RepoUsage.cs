namespace Hearth.Repo;

/// <summary>What a repo holds and has met.</summary>
/// <param name="Names">Published names.</param>
/// <param name="StoredBytes">Bytes on the disk, of all versions.</param>
/// <param name="Quota">Most bytes on the disk.</param>
/// <param name="Damaged">Times that a packet could not be read from the disk, since start.</param>
/// <param name="Withheld">Metadata and Nacks that were not signed as there were too many, since start.</param>
public sealed record RepoUsage(long Names, long StoredBytes, long Quota, long Damaged, long Withheld);
