using System.Text.RegularExpressions;

namespace Hearth.Tests.Tidy;

/// <summary>Documents stand where readers look, and point at what is there.</summary>
internal static partial class DocumentRules
{
    /// <summary>Links to files that are not there. Links to other places are not followed.</summary>
    /// <param name="document">A Markdown file.</param>
    /// <param name="exists">Whether the repository holds a file or folder of this path from its root.</param>
    public static IEnumerable<string> DeadLinks(SourceFile document, Predicate<string> exists) =>
        from line in document.Lines.Index()
        from link in Link().Matches(line.Item)
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#')
        let path = Normalize($"{document.Folder}/{target.Split('#')[0]}")
        where !exists(path)
        select $"{document.At(line.Index + 1)} points at {path}, which is not there";

    /// <summary>Paths between backticks that start at the root or in the document's own folder and lead nowhere.</summary>
    public static IEnumerable<string> DeadPaths(SourceFile document, Predicate<string> exists) =>
        from line in document.Lines.Index()
        from mention in MentionedFile().Matches(line.Item)
        let path = mention.Groups["path"].Value
        where !exists(path) && !exists(Normalize($"{document.Folder}/{path}"))
        select $"{document.At(line.Index + 1)} mentions {path}, which is not there";

    /// <summary>A folder's README says what is not here.</summary>
    public static IEnumerable<string> Limitless(SourceFile document) =>
        document.Lines.Any(line => line is "## Not here" || line.StartsWith("**Not here:**", StringComparison.Ordinal))
            ? []
            : [$"{document.Path}: does not say what is not here"];

    private static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex("""\]\((?<target>[^)\s]+)\)|(src|srcset|href)="(?<target>[^"]+)"[ >]""")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>[\w.-]+/[\w./-]+\.(cs|md|sh|js|css|html|svg|json|props))`")]
    private static partial Regex MentionedFile();
}
