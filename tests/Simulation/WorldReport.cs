namespace Hearth.Tests;

/// <summary>What became of one world.</summary>
/// <param name="Violations">Rules that were broken, in the order of their breaking.</param>
/// <param name="Answered">Interests that Data answered.</param>
/// <param name="Nacked">Interests that were refused.</param>
/// <param name="TimedOut">Interests that nobody answered.</param>
/// <param name="CacheHits">Interests that a content store answered.</param>
/// <param name="Loops">Interests that came around and were stopped.</param>
/// <param name="Fingerprint">Digest of every frame and its time: the same for the same seed.</param>
public sealed record WorldReport(
    IReadOnlyList<string> Violations, int Answered, int Nacked, int TimedOut, long CacheHits, long Loops, ulong Fingerprint);
