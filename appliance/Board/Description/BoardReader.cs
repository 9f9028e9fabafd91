using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Hearth.Board.Description;

/// <summary>Reads a <c>board.json</c>; the same rules, for editors, stand in <c>board-support/board.schema.json</c>.</summary>
public static partial class BoardReader
{
    /// <summary>Bytes of the largest file that is read: a board's has 2 KB.</summary>
    public const int MaxSize = 65536;

    /// <summary>A person mends one after the other; more only scroll away.</summary>
    private const int MaxFaults = 20;

    /// <summary>A GPIO chip's label and name have 31 characters at most (GPIO_MAX_NAME_SIZE in <c>&lt;linux/gpio.h&gt;</c>).</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9@:._-]{0,30}\z")]
    private static partial Regex Chip();

    /// <summary>Below LED_MAX_NAME_SIZE, 64 in <c>&lt;linux/leds.h&gt;</c>.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9*][A-Za-z0-9*:._-]{0,62}\z")]
    private static partial Regex Led();

    [GeneratedRegex(@"^/dev/[A-Za-z0-9._-]{1,60}\z")]
    private static partial Regex Device();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,63}\z")]
    private static partial Regex Module();

    /// <summary>Debian Policy, section 5.6.1.</summary>
    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.-]{1,99}\z")]
    private static partial Regex Package();

    private static readonly Dictionary<string, Architecture> Architectures = new()
    {
        ["arm64"] = Architecture.Arm64,
        ["amd64"] = Architecture.Amd64,
    };

    private static readonly Dictionary<string, PartitionTable> PartitionTables = new()
    {
        ["gpt"] = PartitionTable.Gpt,
        ["hybrid"] = PartitionTable.Hybrid,
    };

    private static readonly Dictionary<string, BoardFirmware> Firmwares = new()
    {
        ["u-boot"] = BoardFirmware.UBoot,
        ["raspberry-pi"] = BoardFirmware.RaspberryPi,
        ["uefi"] = BoardFirmware.Uefi,
    };

    private static readonly Dictionary<string, LineBias> Biases = new()
    {
        ["pull-up"] = LineBias.PullUp,
        ["pull-down"] = LineBias.PullDown,
        ["disabled"] = LineBias.Disabled,
    };

    /// <summary>Codes of <c>&lt;linux/input-event-codes.h&gt;</c>; KEY_WPS_BUTTON is what routers call their pairing button.</summary>
    private static readonly Dictionary<string, int> Keys = new()
    {
        ["power"] = 116,
        ["pause"] = 119,
        ["enter"] = 28,
        ["esc"] = 1,
        ["sleep"] = 142,
        ["wakeup"] = 143,
        ["restart"] = 408,
        ["wps"] = 529,
    };

    private static readonly Dictionary<string, Func<Field, LightDescription>> LightKinds = new()
    {
        ["gpio"] = field => new LightDescription.Gpio(LineOf(field.Object(["chips", "line"], "activeLow"))),
        ["rgb"] = RgbLight,
        ["led"] = field => new LightDescription.Led(Names(field.Object(["names"])["names"], "names of lights", Led(), "a name in /sys/class/leds, in which * stands for any characters")),
    };

    private static readonly Dictionary<string, Func<Field, ButtonDescription>> ButtonKinds = new()
    {
        ["gpio"] = GpioButton,
        ["input"] = InputButton,
    };

    private static readonly LineDescription NoLine = new([], 0, IsActiveLow: false);

    /// <summary>Reads a document.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="file">How faults name it.</param>
    /// <param name="board">The board.</param>
    /// <param name="faults">What is wrong, in the order of the lines; empty where nothing is.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, string file, [NotNullWhen(true)] out BoardDescription? board, out IReadOnlyList<BoardFault> faults)
    {
        board = null;
        if (json.Length > MaxSize)
        {
            faults = [new BoardFault(file, 1, "", $"{json.Length} bytes are too many for a board.json; {MaxSize} at most.")];
            return false;
        }

        if (JsonTree.Parse(json, out var faultLine) is not { } root)
        {
            faults = [new BoardFault(file, faultLine, "", "is no JSON from here on; look for a comma, a quote or a bracket (comments are not allowed).")];
            return false;
        }

        List<BoardFault> found = [];
        var read = Board(new Field(root, root.Line, "", (line, path, message) => found.Add(new BoardFault(file, line, path, $"{message}."))));
        faults = [.. found.OrderBy(fault => fault.Line).Take(MaxFaults)];
        board = found.Count == 0 ? read : null;
        return board is not null;
    }

    private static BoardDescription Board(Field document)
    {
        var fields = document.Object(["title", "architecture", "lights", "buttons", "image"], "$schema", "watchdog");
        if (fields["$schema"].IsPresent)
        {
            fields["$schema"].Text(0, int.MaxValue);
        }

        return new BoardDescription(
            fields["title"].Text(1, 200),
            fields["architecture"].Word(Architectures),
            fields["lights"].List("lights", 1, 8, field => field.Choice(LightKinds, new LightDescription.Gpio(NoLine))),
            fields["buttons"].List("buttons", 1, 8, field => field.Choice(ButtonKinds, new ButtonDescription.Input(0))),
            fields["watchdog"].IsPresent ? Watchdog(fields["watchdog"]) : null,
            Image(fields["image"]));
    }

    private static LightDescription.Rgb RgbLight(Field field)
    {
        var colors = field.Object(["red", "green", "blue"]);
        LineDescription Of(string color) => LineOf(colors[color].Object(["chips", "line"], "activeLow"));
        return new LightDescription.Rgb(Of("red"), Of("green"), Of("blue"));
    }

    private static ButtonDescription.Gpio GpioButton(Field field)
    {
        var fields = field.Object(["chips", "line"], "activeLow", "bias", "debounceMilliseconds");
        return new ButtonDescription.Gpio(
            LineOf(fields),
            fields["bias"].IsPresent ? fields["bias"].Word(Biases) : LineBias.AsIs,
            TimeSpan.FromMilliseconds(fields["debounceMilliseconds"].IsPresent ? fields["debounceMilliseconds"].Number(0, 100) : 0));
    }

    private static ButtonDescription.Input InputButton(Field field)
    {
        var key = field.Object(["key"])["key"];
        return new ButtonDescription.Input(key.IsNumber ? key.Number(1, 767) : key.Word(Keys, ", or a code from 1 to 767"));
    }

    private static LineDescription LineOf(IReadOnlyDictionary<string, Field> fields) => new(
        Names(fields["chips"], "GPIO chips", Chip(), "a GPIO chip's label or name, as gpiodetect shows it"),
        fields["line"].Number(0, 1023),
        fields["activeLow"].IsPresent && fields["activeLow"].Flag());

    private static WatchdogDescription Watchdog(Field field)
    {
        var fields = field.Object(["device", "timeoutSeconds"]);
        return new WatchdogDescription(
            fields["device"].Text(Device(), "a device such as /dev/watchdog0"),
            TimeSpan.FromSeconds(fields["timeoutSeconds"].Number(5, 600)));
    }

    private static ImageDescription Image(Field field)
    {
        var fields = field.Object(["partitionTable", "firmware", "kernelArguments", "bootModules", "modules", "load", "firmwarePackages"]);
        ImmutableArray<string> Modules(string name) => fields[name].List("kernel modules", 0, 256, module => module.Text(Module(), "a kernel module's name, as lsmod shows it"));
        return new ImageDescription(
            fields["partitionTable"].Word(PartitionTables),
            fields["firmware"].Word(Firmwares),
            fields["kernelArguments"].Text(0, 200),
            Modules("bootModules"),
            Modules("modules"),
            Modules("load"),
            fields["firmwarePackages"].List("Debian packages", 0, 32, package => package.Text(Package(), "a Debian package's name")));
    }

    private static ImmutableArray<string> Names(Field field, string expected, Regex form, string item) =>
        field.List(expected, 1, 8, name => name.Text(form, item));
}
