using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using Hearth.Verbs;

namespace Hearth.CommandLine;

/// <summary>The command line: finds the verb, checks the options, runs it, and turns every failure into one line.</summary>
internal sealed class HearthCommandLine
{
    /// <summary>Nobody presses Ctrl-C twice on purpose in less.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);

    private readonly Surroundings surroundings;
    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly VerbActions actions = new();
    private readonly Command root = new("hearth");
    private readonly IReadOnlyList<VerbGroup> groups;
    private readonly Option<bool> help = new("--help", "-h") { Description = "show this", Recursive = true };
    private readonly Option<bool> version = new("--version") { Description = "show the version" };
    private readonly Dictionary<string, Option<string>> shared = [];
    private long asked;

    /// <summary>The whole command line.</summary>
    /// <param name="surroundings">Environment variables and well-known files.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Lines for people.</param>
    public HearthCommandLine(Surroundings surroundings, TextWriter output, TextWriter error)
        : this(surroundings, output, error, VerbList.Groups)
    {
    }

    /// <summary>A command line with verbs of one's own, for tests of the frame.</summary>
    internal HearthCommandLine(
        Surroundings surroundings, TextWriter output, TextWriter error, Func<VerbActions, IReadOnlyList<VerbGroup>> verbs)
    {
        this.surroundings = surroundings;
        this.output = output;
        this.error = error;

        groups = verbs(actions);
        foreach (var verb in groups.SelectMany(group => group.Verbs))
        {
            root.Add(verb);
        }

        root.Add(help);
        root.Add(version);
        foreach (var option in SharedOption.All)
        {
            Option<string> parsed = new(option.Name) { Description = option.Description, HelpName = option.Value, Recursive = true };
            shared.Add(option.Name, parsed);
            root.Add(parsed);
        }
    }

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var parsed = CommandLineParser.Parse(root, args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.GetValue(help) || args.Count == 0)
        {
            return ShowHelp(parsed);
        }

        if (parsed.GetValue(version))
        {
            return ShowVersion();
        }

        if (Complaint(parsed) is { } complaint)
        {
            return Refuse(parsed.CommandResult.Command, complaint);
        }

        using CancellationTokenSource stop = new();
        using var interrupt = StopOn(PosixSignal.SIGINT, stop);
        using var terminate = StopOn(PosixSignal.SIGTERM, stop);
        return await RunVerbAsync(parsed, stop.Token).ConfigureAwait(false);
    }

    private async Task<int> RunVerbAsync(ParseResult parsed, CancellationToken stop)
    {
        var verb = parsed.CommandResult.Command;
        try
        {
            var action = actions.Of(verb)!;
            var options = HearthOptions.Resolve(name => parsed.GetValue(shared[name]), action.Defaults, surroundings);
            return await action.Run(new VerbCall(options, parsed, output, error), stop).ConfigureAwait(false);
        }
        catch (WrongUsageException wrong)
        {
            return Refuse(verb, wrong.Message);
        }
        catch (VerbFailedException failed)
        {
            return Fail(failed.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Fail("interrupted.");
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or SocketException)
        {
            return Fail($"the system refused: {refusal.Message.TrimEnd('.')}.");
        }
#pragma warning disable CA1031 // The last frame: what no verb foresaw is a bug, and its user gets a line all the same.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            if (surroundings.Given("HEARTH_DEBUG") is not null)
            {
                await error.WriteLineAsync(bug.ToString()).ConfigureAwait(false);
            }

            return Fail($"a bug in hearth stopped this ({bug.GetType().Name}: {FirstLine(bug.Message)}). Please report it; HEARTH_DEBUG=1 shows more.");
        }
    }

    private string? Complaint(ParseResult parsed)
    {
        var verb = parsed.CommandResult.Command;
        if (UnknownOption(parsed) is { } unknown)
        {
            return $"there is no option '{unknown}'{(verb == root ? "" : $" of {PathOf(verb)}")}.";
        }

        if (parsed.UnmatchedTokens is [var stray, ..])
        {
            return verb.Subcommands.Count > 0
                ? $"there is no verb '{(verb == root ? "" : $"{PathOf(verb)} ")}{stray}'."
                : $"'{stray}' is one argument too many for {PathOf(verb)}.";
        }

        if (EmptyValue(parsed) is { } empty)
        {
            return $"{empty} is empty.";
        }

        foreach (var parseError in parsed.Errors)
        {
            switch (parseError.SymbolResult)
            {
                case OptionResult { Tokens.Count: 0 } option:
                    return $"{option.Option.Name} needs {option.Option.HelpName ?? "a value"}.";
                case OptionResult option:
                    return $"{option.Option.Name} {string.Join(' ', option.Tokens)}: that is no {option.Option.HelpName ?? "valid value"}.";
                case ArgumentResult { Tokens.Count: 0 } argument:
                    return $"{PathOf(verb)} needs {argument.Argument.Name}.";
                case ArgumentResult argument:
                    return $"'{string.Join(' ', argument.Tokens)}' is no {argument.Argument.Name}.";
                default:
                    break;
            }
        }

        if (actions.Of(verb) is null)
        {
            return verb == root ? "which verb?" : $"{PathOf(verb)} needs one of: {string.Join(", ", verb.Subcommands.Select(sub => sub.Name))}.";
        }

        // A verb that holds others may do something by itself, too.
        return parsed.Errors.FirstOrDefault(error => error.SymbolResult is not CommandResult) is { } other ? FirstLine(other.Message) : null;
    }

    /// <summary>The parser takes an option that it does not know for an argument, or leaves it over; <c>--</c> makes it one.</summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        var literal = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Where(token => !literal.Contains(token))
            .Select(token => token.Value)
            .Concat(literal.Count == 0 ? parsed.UnmatchedTokens : [])
            .FirstOrDefault(text => text.Length > 1 && text.StartsWith('-'));
    }

    // As a shell makes it of a variable that nobody has set. No verb takes it, and a path it is not.
    private static string? EmptyValue(ParseResult parsed)
    {
        static bool IsEmpty(SymbolResult value) => value.Tokens.Any(token => token.Value.Length == 0);

        for (var at = parsed.CommandResult; at is not null; at = at.Parent as CommandResult)
        {
            foreach (var value in at.Children.Where(IsEmpty))
            {
                switch (value)
                {
                    case OptionResult option:
                        return option.Option.Name;
                    case ArgumentResult argument:
                        return argument.Argument.Name;
                    default:
                        break;
                }
            }
        }

        return null;
    }

    private int Refuse(Command verb, string line)
    {
        var path = verb == root ? "hearth" : $"hearth {PathOf(verb)}";
        error.WriteLine($"hearth: {line} See `{path} --help`.");
        return ExitCode.WrongUsage;
    }

    private int Fail(string line)
    {
        error.WriteLine($"hearth: {line}");
        return ExitCode.Failed;
    }

    private int ShowHelp(ParseResult parsed)
    {
        var verb = parsed.CommandResult.Command;
        output.Write(verb == root ? HelpText.OfEverything(groups) : HelpText.OfVerb(verb, PathOf(verb)));
        return ExitCode.Done;
    }

    private int ShowVersion()
    {
        output.WriteLine($"hearth {Version}");
        return ExitCode.Done;
    }

    /// <summary>The version as released, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(HearthCommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private string PathOf(Command verb)
    {
        var parent = verb.Parents.OfType<Command>().FirstOrDefault();
        return parent is null || parent == root ? verb.Name : $"{PathOf(parent)} {verb.Name}";
    }

    private PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            // The first asks the verb to end. A second Ctrl-C finds the default and ends the process, unless it came
            // with the first (timeout(1) signals process and group). SIGTERM never does: under `hearth run` a
            // terminal's Ctrl-C goes to every process, and SIGTERM follows it.
            var isFirst = !stop.IsCancellationRequested;
            if (isFirst)
            {
                asked = TimeProvider.System.GetTimestamp();
            }

            context.Cancel = isFirst || signal != PosixSignal.SIGINT || TimeProvider.System.GetElapsedTime(asked) < ShortestPause;
            stop.Cancel();
        });

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();
}
