using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Hearth.CommandLine;

/// <summary>The help's words and columns.</summary>
internal static class HelpText
{
    /// <summary>Of a verb among all others; more is told by its own help.</summary>
    private const int LongestUsage = 80;

    /// <summary>What <c>hearth --help</c> shows: every verb in its group, and the options that all know.</summary>
    public static string OfEverything(IEnumerable<VerbGroup> groups)
    {
        StringBuilder text = new("Hearth: your own name and shelf on the network, on a small board at home.\n\nhearth VERB [OPTIONS]\n");
        foreach (var group in groups)
        {
            Section(text, group.Title, group.Verbs.Select(verb => new Row(ShortUsage(verb), verb.Description)));
        }

        Section(text, "Options every verb knows, each also an environment variable (--ws-port: HEARTH_WS_PORT)",
            SharedOption.All.Select(option => new Row($"{option.Name} {option.Value}", option.Description)));
        text.Append("\n`hearth VERB --help` tells more. Exit codes: 0 done, 1 failed, 2 wrong usage.\n");
        return text.ToString();
    }

    /// <summary>What <c>hearth VERB --help</c> shows.</summary>
    public static string OfVerb(Command verb, string path)
    {
        StringBuilder text = new($"{verb.Description}\n\nhearth {Usage(verb, path)}\n");
        Section(text, "Verbs", verb.Subcommands.Select(sub => new Row(Usage(sub, sub.Name), sub.Description)));
        Section(text, "Arguments", verb.Arguments.Select(argument => new Row(argument.Name, argument.Description)));
        Section(text, "Options", verb.Options.Select(option => new Row(Usage(option), option.Description)));
        text.Append("\nOptions every verb knows: see `hearth --help`.\n");
        return text.ToString();
    }

    private static string ShortUsage(Command verb) => Usage(verb, verb.Name) is { Length: <= LongestUsage } usage ? usage : $"{verb.Name} [OPTIONS]";

    private static string Usage(Command verb, string path)
    {
        var parts = verb.Options.Where(option => !option.Hidden).Select(option => option.Required ? Usage(option) : $"[{Usage(option)}]")
            .Prepend(verb.Subcommands.Count > 0 ? "…" : "")
            .Concat(verb.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name));
        return string.Join(' ', parts.Where(part => part.Length > 0).Prepend(path));
    }

    private static string Usage(Option option)
    {
        var shortest = option.Aliases.Append(option.Name).MinBy(name => name.Length)!;
        return option.ValueType == typeof(bool) ? shortest : $"{shortest} {option.HelpName ?? "VALUE"}";
    }

    private static void Section(StringBuilder text, string title, IEnumerable<Row> rows)
    {
        var listed = rows.ToList();
        if (listed.Count == 0)
        {
            return;
        }

        // Long terms stand out of the column instead of pushing every other meaning to the right.
        const int WidestColumn = 32;
        var width = Math.Min(WidestColumn, listed.Max(row => row.Term.Length));
        text.Append(CultureInfo.InvariantCulture, $"\n{title}\n");
        foreach (var (term, meaning) in listed)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {term.PadRight(width)}  {meaning}\n");
        }
    }

    private sealed record Row(string Term, string? Meaning);
}
