using System.CommandLine;
using System.Globalization;
using Hearth.CommandLine;
using Hearth.Devices;

namespace Hearth.Verbs;

/// <summary><c>hearth board</c>: checks a <c>board.json</c> and shows what it says.</summary>
internal static class BoardVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Argument<string> file = new("FILE") { Description = "a board.json" };
        return actions.Run(new Command("board", "check a board.json, and show what it says") { file }, (call, _) => Task.FromResult(Show(call, call.Value(file))));
    }

    private static int Show(VerbCall call, string file)
    {
        if (!BoardFile.TryRead(file, out var board, out var faults))
        {
            foreach (var fault in faults)
            {
                // As compilers write them, so that an editor opens the line.
                call.Error.WriteLine(fault);
            }

            return ExitCode.Failed;
        }

        call.Out.WriteLine($"{board.Title} ({board.Architecture.ToString().ToLowerInvariant()})");
        foreach (var light in board.Lights)
        {
            call.Out.WriteLine($"light     {BoardWords.Of(light)}");
        }

        foreach (var button in board.Buttons)
        {
            call.Out.WriteLine($"button    {BoardWords.Of(button)}");
        }

        call.Out.WriteLine($"watchdog  {(board.Watchdog is { } watchdog ? string.Create(CultureInfo.InvariantCulture, $"{watchdog.Device}, {watchdog.Timeout.TotalSeconds} s") : "none")}");
        call.Out.WriteLine($"image     {BoardWords.Of(board.Image)}");
        return ExitCode.Done;
    }
}
