using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>
/// Matches as bsdiff does (Percival: "Matching with Mismatches and Assorted Applications", 2006, chapter 3): a match goes on
/// over bytes that differ as long as most do not.
/// </summary>
internal sealed class DeltaMatcher
{
    // A new match is worth an instruction when it has so many bytes more than going on with the last one; bsdiff's number.
    private const int LeastGain = 8;

    private readonly byte[] old;
    private readonly byte[] made;
    private readonly SuffixArray suffixes;
    private readonly List<DeltaInstruction> instructions = [];

    private DeltaMatcher(byte[] old, byte[] made)
    {
        (this.old, this.made) = (old, made);
        suffixes = new SuffixArray(old);
    }

    /// <summary>Instructions that make the new bytes out of the old.</summary>
    public static IReadOnlyList<DeltaInstruction> Match(byte[] old, byte[] made)
    {
        var matcher = new DeltaMatcher(old, made);
        matcher.Match();
        return matcher.instructions;
    }

    private void Match()
    {
        var last = new Anchor(0, 0);
        var (scan, length, score) = (0, 0, 0);
        while (scan < made.Length)
        {
            (score, var scored, var found) = (0, scan += length, 0);
            var shift = last.Old - last.New;
            for (; scan < made.Length; scan++)
            {
                length = suffixes.FindLongest(made.AsSpan(scan), out found);
                for (; scored < scan + length; scored++)
                {
                    score += IsSame(scored, shift) ? 1 : 0;
                }

                if ((length == score && length > 0) || length > score + LeastGain)
                {
                    break;
                }

                score -= IsSame(scan, shift) ? 1 : 0;
            }

            if (length != score || scan == made.Length)
            {
                last = Put(last, new Anchor(found, scan));
            }
        }
    }

    private bool IsSame(int at, int shift) => at + shift >= 0 && at + shift < old.Length && old[at + shift] == made[at];

    // Writes from the last anchor up to where the next match reaches back to.
    private Anchor Put(Anchor last, Anchor next)
    {
        var forward = ExtendForward(last, next.New);
        var back = next.New < made.Length ? ExtendBack(last, next) : 0;
        if (last.New + forward > next.New - back)
        {
            var overlap = last.New + forward - (next.New - back);
            var split = Split(last, next, forward, back, overlap);
            forward += split - overlap;
            back -= split;
        }

        var end = next.New - back;
        Write(last, forward, end - (last.New + forward));
        return new Anchor(next.Old - back, end);
    }

    private int ExtendForward(Anchor last, int end)
    {
        var (same, best, length) = (0, 0, 0);
        for (var i = 0; last.New + i < end && last.Old + i < old.Length;)
        {
            same += old[last.Old + i] == made[last.New + i] ? 1 : 0;
            i++;
            if ((same * 2) - i > (best * 2) - length)
            {
                (best, length) = (same, i);
            }
        }

        return length;
    }

    private int ExtendBack(Anchor last, Anchor next)
    {
        var (same, best, length) = (0, 0, 0);
        for (var i = 1; next.New >= last.New + i && next.Old >= i; i++)
        {
            same += old[next.Old - i] == made[next.New - i] ? 1 : 0;
            if ((same * 2) - i > (best * 2) - length)
            {
                (best, length) = (same, i);
            }
        }

        return length;
    }

    // How much of what both matches reach is better left to the first.
    private int Split(Anchor last, Anchor next, int forward, int back, int overlap)
    {
        var (gain, best, length) = (0, 0, 0);
        for (var i = 0; i < overlap; i++)
        {
            gain += made[last.New + forward - overlap + i] == old[last.Old + forward - overlap + i] ? 1 : 0;
            gain -= made[next.New - back + i] == old[next.Old - back + i] ? 1 : 0;
            if (gain > best)
            {
                (best, length) = (gain, i + 1);
            }
        }

        return length;
    }

    private void Write(Anchor from, int toAdd, int toInsert)
    {
        if (toAdd + toInsert > 0)
        {
            instructions.Add(new DeltaInstruction(from.Old, toAdd, toInsert));
        }
    }

    private readonly record struct Anchor(int Old, int New);
}
