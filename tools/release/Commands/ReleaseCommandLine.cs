using System.Globalization;

namespace Hearth.Release.Commands;

/// <summary>The command line: 0 done, 1 failed, 2 wrong usage, each failure in one line that says what to do.</summary>
internal static class ReleaseCommandLine
{
    public static int Run(ReadOnlySpan<string> words, TextWriter output, TextWriter error, TimeProvider time)
    {
        try
        {
            if (words.IsEmpty || words is ["--help" or "-h" or "help", ..])
            {
                WriteHelp(words.IsEmpty ? error : output);
                return words.IsEmpty ? 2 : 0;
            }

            var name = words[0];
            var command = ReleaseCommands.All.FirstOrDefault(command => command.Name == name)
                ?? throw new WrongUsageException($"there is no command {name}; see `release --help`");
            if (words.Contains("--help") || words.Contains("-h"))
            {
                WriteHelp(command, output);
                return 0;
            }

            output.WriteLine(command.Run(new Arguments(command, words[1..]), time.GetUtcNow()));
            return 0;
        }
        catch (WrongUsageException wrong)
        {
            error.WriteLine($"release: {wrong.Message}");
            return 2;
        }
        catch (Exception failure) when (failure is ReleaseException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"release: {failure.Message}");
            return 1;
        }
#pragma warning disable CA1031 // The last frame: what no command foresaw is a bug, and its user gets a line all the same.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            error.WriteLine($"release: a bug in release stopped this ({bug.GetType().Name}: {bug.Message.Split('\n')[0].TrimEnd()}). Please report it.");
            return 1;
        }
    }

    private static void WriteHelp(TextWriter output)
    {
        output.WriteLine("usage: release COMMAND CHANNELS --keys KEYS [OPTIONS]\n\nCHANNELS is the folder that any static HTTP server serves.\n");
        foreach (var command in ReleaseCommands.All)
        {
            output.WriteLine($"  {command.Name,-10}{command.Description}");
        }

        output.WriteLine("\n`release COMMAND --help` lists a command's options.");
    }

    private static void WriteHelp(Command command, TextWriter output)
    {
        output.WriteLine($"usage: release {command.Name} CHANNELS [OPTIONS]\n\n{char.ToUpper(command.Name[0], CultureInfo.InvariantCulture)}{command.Name[1..]}: {command.Description}.\n");
        foreach (var option in command.Options)
        {
            output.WriteLine($"  {option.Name + " " + option.Value,-24}{option.Description}{(option.Default is { Length: > 0 } value ? $" ({value})" : "")}");
        }
    }
}
