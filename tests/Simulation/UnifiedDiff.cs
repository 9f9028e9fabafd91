using System.Globalization;

namespace Hearth.Tests;

/// <summary>
/// Applies a unified diff to texts in memory. Line numbers are hints only, but every line of a hunk must be there, and
/// in one place only: a patch that no longer fits says so.
/// </summary>
internal static class UnifiedDiff
{
    /// <param name="sources">Texts by path; those that the patch names are replaced.</param>
    /// <param name="patch">The diff; paths begin with <c>a/</c> and <c>b/</c>.</param>
    /// <exception cref="InvalidDataException">The patch does not fit.</exception>
    public static void Apply(Dictionary<string, string> sources, string patch)
    {
        var path = "";
        List<string> before = [], after = [];
        var hunks = 0;
        foreach (var line in patch.TrimEnd('\n').Split('\n').Append("@@"))
        {
            if (line.StartsWith("@@", StringComparison.Ordinal) || line.StartsWith("--- ", StringComparison.Ordinal))
            {
                hunks += Replace(sources, path, before, after);
                (before, after) = ([], []);
            }
            else if (line.StartsWith("+++ b/", StringComparison.Ordinal))
            {
                path = line["+++ b/".Length..];
            }
            else if (path.Length > 0)
            {
                // An unchanged empty line may have lost its space.
                Add(line.Length > 0 ? line : " ", before, after);
            }
        }

        if (hunks == 0)
        {
            throw new InvalidDataException("The patch changes nothing.");
        }
    }

    private static void Add(string line, List<string> before, List<string> after)
    {
        if (line[0] is ' ' or '-')
        {
            before.Add(line[1..]);
        }

        if (line[0] is ' ' or '+')
        {
            after.Add(line[1..]);
        }
    }

    private static int Replace(Dictionary<string, string> sources, string path, List<string> before, List<string> after)
    {
        if (before.Count == 0)
        {
            return 0;
        }

        var old = string.Concat(before.Select(line => line + "\n"));
        var places = sources.TryGetValue(path, out var text) ? text.Split(old).Length - 1 : 0;
        if (places != 1)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"The patch does not apply to {path}: {places} places are like\n{old}"));
        }

        sources[path] = text!.Replace(old, string.Concat(after.Select(line => line + "\n")), StringComparison.Ordinal);
        return 1;
    }
}
