using System.CommandLine;
using System.Globalization;
using Hearth.Board.Description;
using Hearth.CommandLine;

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
            call.Out.WriteLine($"light     {Words(light)}");
        }

        foreach (var button in board.Buttons)
        {
            call.Out.WriteLine($"button    {Words(button)}");
        }

        call.Out.WriteLine($"watchdog  {(board.Watchdog is { } watchdog ? string.Create(CultureInfo.InvariantCulture, $"{watchdog.Device}, {watchdog.Timeout.TotalSeconds} s") : "none")}");
        var image = board.Image;
        call.Out.WriteLine($"image     {image.PartitionTable} for {image.Firmware}; {image.BootModules.Length} modules to boot, {image.Modules.Length} more, {image.Load.Length} of them loaded at every start");
        return ExitCode.Done;
    }

    private static string Words(LightDescription light) => light switch
    {
        LightDescription.Gpio gpio => $"{Words(gpio.Line)}, {(gpio.Line.IsActiveLow ? "lit when low" : "lit when high")}",
        LightDescription.Rgb rgb => $"red {Words(rgb.Red)}; green {Words(rgb.Green)}; blue {Words(rgb.Blue)}",
        LightDescription.Led led => string.Join(" or ", led.Names),
        _ => throw new InvalidOperationException($"No such light: {light}."),
    };

    private static string Words(ButtonDescription button) => button switch
    {
        ButtonDescription.Gpio gpio => string.Create(
            CultureInfo.InvariantCulture,
            $"{Words(gpio.Line)}, {(gpio.Line.IsActiveLow ? "pressed when low" : "pressed when high")}, bias {gpio.Bias}, debounce {gpio.Debounce.TotalMilliseconds} ms"),
        ButtonDescription.Input input => string.Create(CultureInfo.InvariantCulture, $"key {input.KeyCode} of an input device"),
        _ => throw new InvalidOperationException($"No such button: {button}."),
    };

    private static string Words(LineDescription line) =>
        string.Create(CultureInfo.InvariantCulture, $"line {line.Offset} of {string.Join(" or ", line.Chips)}");
}
