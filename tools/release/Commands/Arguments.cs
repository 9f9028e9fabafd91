using System.Globalization;
using Hearth.Release.Signing;

namespace Hearth.Release.Commands;

/// <summary>A command's arguments, checked.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> values = [];

    /// <summary>Reads what stands behind the command; a <see cref="WrongUsageException"/> for what is wrong.</summary>
    public Arguments(Command command, ReadOnlySpan<string> words)
    {
        foreach (var option in command.Options)
        {
            if (option.Default is { } value)
            {
                values[option.Name] = value;
            }
        }

        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (!word.StartsWith('-'))
            {
                Folder = Folder.Length == 0 ? word : throw new WrongUsageException($"{word} is one argument too many: {command.Name} takes one folder");
            }
            else if (command.Options.All(option => option.Name != word))
            {
                throw new WrongUsageException($"{command.Name} has no option {word}; it has {string.Join(", ", command.Options.Select(option => option.Name))}");
            }
            else
            {
                values[word] = i + 1 < words.Length ? words[++i] : throw new WrongUsageException($"{word} needs a value");
            }
        }

        if (Folder.Length == 0)
        {
            throw new WrongUsageException($"which folder? release {command.Name} CHANNELS …");
        }

        if (command.Options.FirstOrDefault(option => !values.ContainsKey(option.Name)) is { } missing)
        {
            throw new WrongUsageException($"{missing.Name} {missing.Value} is missing: {missing.Description}");
        }
    }

    /// <summary>The folder that is served.</summary>
    public string Folder { get; } = "";

    public string this[string option] => values[option];

    /// <summary>The channel and board that a command is about, as a target's folder: <c>stable/vendor/board</c>.</summary>
    public string Track
    {
        get
        {
            var (channel, board) = (values["--channel"], values["--board"]);
            return channel is not ("stable" or "beta")
                ? throw new WrongUsageException($"--channel {channel}: it is stable or beta")
                : board.Split('/') is not [var vendor, var model] || !IsFolder(vendor) || !IsFolder(model)
                ? throw new WrongUsageException($"--board {board}: write vendor/board, as below board-support/")
                : $"{channel}/{board}";
        }
    }

    // What devices take as a part of a path: nothing that leads elsewhere.
    private static bool IsFolder(string part) =>
        part.Length is > 0 and <= 40 && part[0] != '.' && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    public int Number(string option, int least, int most) =>
        int.TryParse(values[option], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new WrongUsageException($"{option} {values[option]}: it is a whole number from {least} to {most}");

    /// <summary>Opens what is published.</summary>
    public Repository Open(DateTimeOffset now) => Repository.Open(new PublishedFolder(Folder), new KeyFolder(values["--keys"]), now);
}
