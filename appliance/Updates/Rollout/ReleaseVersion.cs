using System.Globalization;

namespace Hearth.Updates.Rollout;

/// <summary>
/// Which of two versions is newer, by the rules of Semantic Versioning 2.0.0, section 11, of which a version may leave out
/// numbers: <c>1.2</c> is <c>1.2.0</c>. What stands behind a plus says nothing of it.
/// </summary>
public static class ReleaseVersion
{
    /// <summary>Below zero where the first is older, above where it is newer.</summary>
    public static int Compare(string one, string other)
    {
        var (numbers, label) = Split(one);
        var (otherNumbers, otherLabel) = Split(other);
        var order = CompareParts(numbers, otherNumbers, missing: "0");
        if (order != 0)
        {
            return order;
        }

        // A version that is not out yet comes before the one that is.
        return label.Length == 0 || otherLabel.Length == 0
            ? otherLabel.Length.CompareTo(label.Length)
            : CompareParts(label, otherLabel, missing: "");
    }

    private static (string Numbers, string Label) Split(string version)
    {
        var text = version.Split('+')[0];
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (text, "") : (text[..dash], text[(dash + 1)..]);
    }

    private static int CompareParts(string one, string other, string missing)
    {
        var (parts, others) = (one.Split('.'), other.Split('.'));
        for (var i = 0; i < Math.Max(parts.Length, others.Length); i++)
        {
            var order = ComparePart(i < parts.Length ? parts[i] : missing, i < others.Length ? others[i] : missing);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    // Numbers by their value and before words; words by their letters.
    private static int ComparePart(string part, string other) => (NumberIn(part), NumberIn(other)) switch
    {
        ({ } number, { } otherNumber) => number.CompareTo(otherNumber),
        ({ }, null) => other.Length == 0 ? 1 : -1,
        (null, { }) => part.Length == 0 ? -1 : 1,
        _ => string.CompareOrdinal(part, other),
    };

    private static ulong? NumberIn(string part) =>
        ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
