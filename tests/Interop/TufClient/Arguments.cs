namespace Hearth.Tests.TufClient;

/// <summary>The command line that tuf-conformance has for clients (its CLIENT-CLI.md): options and one command, in any order.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> options = [];
    private readonly List<string> words = [];

    public Arguments(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[i]);
            }
            else if (args[i] is not ("--metadata-dir" or "--metadata-url" or "--target-name" or "--target-base-url" or "--target-dir"))
            {
                throw new ArgumentException($"there is no option {args[i]}");
            }
            else if (i + 1 == args.Length)
            {
                throw new ArgumentException($"{args[i]} needs a value");
            }
            else
            {
                options.TryAdd(args[i], []);
                options[args[i]].Add(args[++i]);
            }
        }
    }

    /// <summary>The command.</summary>
    public string Command => words.Count > 0 ? words[0] : throw new ArgumentException("give a command: init ROOT, refresh or download");

    /// <summary>What comes after the command.</summary>
    public string Operand => words.Count == 2 ? words[1] : throw new ArgumentException("init needs the file of the trusted root");

    /// <summary>The value of an option that is given once.</summary>
    public string Value(string option) => Values(option) is [var value] ? value : throw new ArgumentException($"{option} is given once");

    /// <summary>The values of an option.</summary>
    public IReadOnlyList<string> Values(string option) =>
        options.TryGetValue(option, out var values) ? values : throw new ArgumentException($"{option} is missing");
}
