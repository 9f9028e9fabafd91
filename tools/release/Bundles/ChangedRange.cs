using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>A range of an image that an earlier release does not have, and what stood in its place there.</summary>
/// <param name="First">The first piece of the new range.</param>
/// <param name="Last">Its last piece.</param>
/// <param name="OldOffset">Where the old range begins.</param>
/// <param name="OldEnd">Where it ends.</param>
internal sealed record ChangedRange(int First, int Last, long OldOffset, long OldEnd)
{
    // Changes that lie nearer to each other are one range: what is between them costs a delta nothing.
    private const long NearBytes = 1024 * 1024;

    /// <summary>Compares two releases' pieces.</summary>
    public static IEnumerable<ChangedRange> Find(IReadOnlyList<BundlePiece> old, IReadOnlyList<BundlePiece> made)
    {
        var places = new Dictionary<ContentHash, BundlePiece>();
        foreach (var piece in old.Where(piece => piece.Hash is not null))
        {
            places.TryAdd(piece.Hash!, piece);
        }

        for (var i = 0; i < made.Count; i++)
        {
            if (!IsMissing(made[i]))
            {
                continue;
            }

            var last = i;
            for (var j = i + 1; j < made.Count && made[j].Offset - made[last].End <= NearBytes; j++)
            {
                last = IsMissing(made[j]) ? j : last;
            }

            var start = made.Take(i).LastOrDefault(IsHeld) is { } before ? places[before.Hash!].End : 0;
            var end = made.Skip(last + 1).FirstOrDefault(IsHeld) is { } after ? places[after.Hash!].Offset : EndOf(old);
            if (start < end)
            {
                yield return new ChangedRange(i, last, start, end);
            }

            i = last;
        }

        bool IsMissing(BundlePiece piece) => piece.Hash is not null && !places.ContainsKey(piece.Hash);
        bool IsHeld(BundlePiece piece) => piece.Hash is not null && places.ContainsKey(piece.Hash);
    }

    // Zeros at the end are of no use to a delta.
    private static long EndOf(IReadOnlyList<BundlePiece> pieces) => pieces.LastOrDefault(piece => piece.Hash is not null)?.End ?? 0;
}
