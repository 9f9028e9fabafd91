using System.Text.RegularExpressions;

namespace Hearth.Tests.Tidy;

/// <summary>What holds for every text file, whatever its language.</summary>
internal static partial class TextRules
{
    /// <summary>Hosts that documents and namespaces may name. Everything that is fetched comes from the machine's own configuration.</summary>
    private static readonly HashSet<string> KnownHosts =
    [
        "www.w3.org", "named-data.net", "docs.named-data.net", "redmine.named-data.net", "github.com",
        "www.rfc-editor.org", "datatracker.ietf.org", "www.iana.org", "doc.libsodium.org", "www.sqlite.org",
        "learn.microsoft.com", "dot.net", "localhost", "json-schema.org",
    ];

    /// <summary>Hosts that point at no one: addresses, one-word and reserved names (RFC 2606, RFC 6761, RFC 6762).</summary>
    [GeneratedRegex(@"^([\d.]+|\[.*|[a-z0-9-]+|(.+\.)?(example|invalid|test|local|example\.(com|net|org))|evil\..*)$")]
    private static partial Regex NoOne();

    public static IEnumerable<string> UnknownHosts(SourceFile file) =>
        from found in Find(file, Url())
        let host = found.Match.Groups["host"].Value
        where !KnownHosts.Contains(host) && !NoOne().IsMatch(host)
        select $"{file.At(found.Line)} names the host {host}";

    /// <param name="file">Where to look.</param>
    /// <param name="sources">Hosts that this machine fetches packages from.</param>
    public static IEnumerable<string> PackageSources(SourceFile file, IEnumerable<string> sources) =>
        from source in sources
        from found in Find(file, new Regex($@"(?<![\w.-]){Regex.Escape(source)}(?![\w-])"))
        select $"{file.At(found.Line)} names {source}, a source of packages";

    public static IEnumerable<string> MachinePaths(SourceFile file, string root) =>
        from found in Find(file, new Regex($@"(?<![\w.\]}}*-])(/(root|home|work|Users)/[\w.]|{Regex.Escape(root)}/)"))
        select $"{file.At(found.Line)} a path of one machine: {found.Match.Value}…";

    public static IEnumerable<string> Unfinished(SourceFile file) =>
        from found in Find(file, Mark())
        select $"{file.At(found.Line)} {found.Match.Value}";

    public static IEnumerable<string> RaggedText(SourceFile file)
    {
        // NuGet writes its lock files without the last newline.
        if (file.Text.Length > 0 && file.Name != "packages.lock.json" && !file.Text.EndsWith('\n'))
        {
            yield return $"{file.Path}: no newline at its end";
        }

        foreach (var found in Find(file, RaggedLine()))
        {
            yield return $"{file.At(found.Line)} a space or a carriage return at its end";
        }
    }

    /// <summary>Hosts in this machine's own configuration of apt, NuGet and npm.</summary>
    public static IReadOnlyList<string> SourcesOfThisMachine()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] files = ["/etc/apt/sources.list", Path.Combine(home, ".nuget/NuGet/NuGet.Config"), Path.Combine(home, ".npmrc"), "/etc/npmrc"];
        var lists = Directory.Exists("/etc/apt/sources.list.d") ? Directory.GetFiles("/etc/apt/sources.list.d") : [];
        return [.. files.Concat(lists)
            .Where(File.Exists)
            .SelectMany(path => Url().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups["host"].Value)
            .Where(host => !KnownHosts.Contains(host) && host.Contains('.', StringComparison.Ordinal))
            .Distinct()];
    }

    private static IEnumerable<(int Line, Match Match)> Find(SourceFile file, Regex pattern) =>
        file.Lines.SelectMany((text, index) => pattern.Matches(text).Select(match => (index + 1, match)));

    [GeneratedRegex(@"https?://(?<host>[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9a-f:]+)")]
    private static partial Regex Url();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HAC[K]|XX[X])\b|\bNotImplemented[E]xception\b")]
    private static partial Regex Mark();

    [GeneratedRegex(@"[ \t\r]$")]
    private static partial Regex RaggedLine();
}
