namespace Hearth.Updates.Tuf;

/// <summary>
/// Paths with <c>*</c>, <c>?</c> and <c>[…]</c> (section 4.5, PATHPATTERN; glob(7)). None of them matches a slash. A star
/// is tried again from the last one alone, so that time grows with the product of the lengths and no faster.
/// </summary>
internal static class PathPattern
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        while (true)
        {
            var (patternEnd, pathEnd) = (pattern.IndexOf('/'), path.IndexOf('/'));
            if (patternEnd < 0 || pathEnd < 0)
            {
                return patternEnd == pathEnd && MatchesSegment(pattern, path);
            }

            if (!MatchesSegment(pattern[..patternEnd], path[..pathEnd]))
            {
                return false;
            }

            pattern = pattern[(patternEnd + 1)..];
            path = path[(pathEnd + 1)..];
        }
    }

    private static bool MatchesSegment(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (at, star, starAt) = (0, -1, 0);
        for (var position = 0; position < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, starAt) = (at++, position);
            }
            else if (at < pattern.Length && MatchesOne(pattern[at..], text[position], out var size))
            {
                at += size;
                position++;
            }
            else if (star >= 0)
            {
                (at, position) = (star + 1, ++starAt);
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char character, out int size)
    {
        size = 1;
        if (pattern[0] != '[')
        {
            return pattern[0] == '?' || pattern[0] == character;
        }

        var isNegated = pattern.Length > 1 && pattern[1] == '!';
        var first = isNegated ? 2 : 1;
        // A bracket that comes first stands for itself.
        var length = pattern.Length > first + 1 ? pattern[(first + 1)..].IndexOf(']') + 1 : 0;
        if (length == 0)
        {
            return character == '[';
        }

        size = first + length + 1;
        return IsInSet(pattern.Slice(first, length), character) != isNegated;
    }

    private static bool IsInSet(ReadOnlySpan<char> set, char character)
    {
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            var last = isRange ? set[i + 2] : set[i];
            if (character >= set[i] && character <= last)
            {
                return true;
            }

            i += isRange ? 2 : 0;
        }

        return false;
    }
}
