namespace Hearth.Release.Bundles;

/// <summary>
/// All suffixes of some bytes, sorted: by it the longest match of anything in them is found in a few steps. Built by induced
/// sorting (Nong, Zhang, Chan: "Linear Suffix Array Construction by Almost Pure Induced-Sorting", 2009), in time that grows
/// with the bytes and no faster; it takes some ten times as much memory as they do.
/// </summary>
internal sealed class SuffixArray
{
    private readonly ReadOnlyMemory<byte> text;
    private readonly int[] suffixes;

    public SuffixArray(ReadOnlyMemory<byte> text)
    {
        this.text = text;
        // Behind the last byte comes a mark that is smaller than all.
        var marked = new int[text.Length + 1];
        var bytes = text.Span;
        for (var i = 0; i < bytes.Length; i++)
        {
            marked[i] = bytes[i] + 1;
        }

        suffixes = new int[marked.Length];
        if (!text.IsEmpty)
        {
            Sort(marked, suffixes, byte.MaxValue + 2);
        }
    }

    /// <summary>The longest run of bytes that begins some pattern.</summary>
    /// <param name="pattern">What is looked for.</param>
    /// <param name="position">Where the run lies in the text.</param>
    /// <returns>Its bytes.</returns>
    public int FindLongest(ReadOnlySpan<byte> pattern, out int position)
    {
        var span = text.Span;
        var (low, high) = (0, suffixes.Length - 1);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            var suffix = span[suffixes[middle]..];
            var common = suffix.CommonPrefixLength(pattern);
            var isBefore = common == suffix.Length || (common < pattern.Length && suffix[common] < pattern[common]);
            (low, high) = isBefore ? (middle, high) : (low, middle);
        }

        var (before, after) = (span[suffixes[low]..].CommonPrefixLength(pattern), span[suffixes[high]..].CommonPrefixLength(pattern));
        position = before > after ? suffixes[low] : suffixes[high];
        return Math.Max(before, after);
    }

    private static void Sort(int[] text, int[] suffixes, int letters)
    {
        var isSmaller = ClassifySuffixes(text);
        var buckets = CountLetters(text, letters);
        Array.Fill(suffixes, -1);
        PlaceLeftmostSmaller(text, suffixes, isSmaller, buckets);
        Induce(text, suffixes, isSmaller, buckets);

        var (sorted, names, reduced) = NameSubstrings(text, suffixes, isSmaller);
        var order = new int[reduced.Length];
        if (names < reduced.Length)
        {
            Sort(reduced, order, names);
        }
        else
        {
            for (var i = 0; i < reduced.Length; i++)
            {
                order[reduced[i]] = i;
            }
        }

        Array.Fill(suffixes, -1);
        var ends = Ends(buckets);
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var suffix = sorted[order[i]];
            suffixes[--ends[text[suffix]]] = suffix;
        }

        Induce(text, suffixes, isSmaller, buckets);
    }

    // Whether each suffix is smaller than the one after it.
    private static bool[] ClassifySuffixes(int[] text)
    {
        var isSmaller = new bool[text.Length];
        isSmaller[^1] = true;
        for (var i = text.Length - 2; i >= 0; i--)
        {
            isSmaller[i] = text[i] < text[i + 1] || (text[i] == text[i + 1] && isSmaller[i + 1]);
        }

        return isSmaller;
    }

    private static bool IsLeftmost(bool[] isSmaller, int i) => i > 0 && isSmaller[i] && !isSmaller[i - 1];

    private static int[] CountLetters(int[] text, int letters)
    {
        var counts = new int[letters];
        foreach (var letter in text)
        {
            counts[letter]++;
        }

        return counts;
    }

    private static int[] Starts(int[] counts)
    {
        var starts = new int[counts.Length];
        for (var i = 1; i < counts.Length; i++)
        {
            starts[i] = starts[i - 1] + counts[i - 1];
        }

        return starts;
    }

    private static int[] Ends(int[] counts)
    {
        var ends = new int[counts.Length];
        var sum = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            ends[i] = sum += counts[i];
        }

        return ends;
    }

    private static void PlaceLeftmostSmaller(int[] text, int[] suffixes, bool[] isSmaller, int[] counts)
    {
        var ends = Ends(counts);
        for (var i = 1; i < text.Length; i++)
        {
            if (IsLeftmost(isSmaller, i))
            {
                suffixes[--ends[text[i]]] = i;
            }
        }
    }

    private static void Induce(int[] text, int[] suffixes, bool[] isSmaller, int[] counts)
    {
        var starts = Starts(counts);
        for (var i = 0; i < suffixes.Length; i++)
        {
            var before = suffixes[i] - 1;
            if (before >= 0 && !isSmaller[before])
            {
                suffixes[starts[text[before]]++] = before;
            }
        }

        var ends = Ends(counts);
        for (var i = suffixes.Length - 1; i >= 0; i--)
        {
            var before = suffixes[i] - 1;
            if (before >= 0 && isSmaller[before])
            {
                suffixes[--ends[text[before]]] = before;
            }
        }
    }

    // Gives each substring between two leftmost smaller suffixes its rank as a letter, and writes the text with these.
    private static (int[] Positions, int Names, int[] Reduced) NameSubstrings(int[] text, int[] suffixes, bool[] isSmaller)
    {
        var names = new int[text.Length];
        Array.Fill(names, -1);
        var (name, previous) = (-1, -1);
        foreach (var suffix in suffixes)
        {
            if (IsLeftmost(isSmaller, suffix))
            {
                name += previous < 0 || !IsSameSubstring(text, isSmaller, previous, suffix) ? 1 : 0;
                names[suffix] = name;
                previous = suffix;
            }
        }

        var positions = new List<int>();
        for (var i = 1; i < text.Length; i++)
        {
            if (IsLeftmost(isSmaller, i))
            {
                positions.Add(i);
            }
        }

        return ([.. positions], name + 1, [.. positions.Select(position => names[position])]);
    }

    private static bool IsSameSubstring(int[] text, bool[] isSmaller, int left, int right)
    {
        for (var i = 0; ; i++)
        {
            if (left + i >= text.Length || right + i >= text.Length || text[left + i] != text[right + i])
            {
                return false;
            }

            var (leftEnds, rightEnds) = (i > 0 && IsLeftmost(isSmaller, left + i), i > 0 && IsLeftmost(isSmaller, right + i));
            if (leftEnds || rightEnds)
            {
                return leftEnds && rightEnds;
            }
        }
    }
}
