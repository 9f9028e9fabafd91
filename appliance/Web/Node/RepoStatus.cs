namespace Hearth.Web;

/// <summary>What is published: how many files, the bytes they take, and the quota in bytes.</summary>
public readonly record struct RepoStatus(long Files, long Bytes, long Quota);
