using System.Text;
using Hearth.Board.Description;
using Hearth.Tests.Tidy;
using Xunit;

namespace Hearth.Tests.Board.Description;

public sealed class BoardReaderTests
{
    /// <summary>A board with one of everything; the tests spoil one thing in it.</summary>
    private const string Whole = """
        {
          "$schema": "../../board.schema.json",
          "title": "One of everything",
          "architecture": "arm64",
          "lights": [
            { "gpio": { "chips": ["9030000.pl061"], "line": 5, "activeLow": false } },
            { "rgb": {
                "red": { "chips": ["c"], "line": 1 }, "green": { "chips": ["c"], "line": 2 }, "blue": { "chips": ["c"], "line": 3, "activeLow": true }
            } },
            { "led": { "names": ["ACT", "input*::scrolllock"] } }
          ],
          "buttons": [
            { "gpio": { "chips": ["a", "b"], "line": 4, "activeLow": true, "bias": "pull-up", "debounceMilliseconds": 5 } },
            { "input": { "key": "power" } },
            { "input": { "key": 119 } }
          ],
          "watchdog": { "device": "/dev/watchdog0", "timeoutSeconds": 15 },
          "image": {
            "partitionTable": "gpt",
            "firmware": "u-boot",
            "kernelArguments": "console=ttyAMA0",
            "bootModules": ["virtio_blk"],
            "modules": ["virtio_net"],
            "load": [],
            "firmwarePackages": ["firmware-realtek"]
          }
        }
        """;

    private static readonly BoardSchema Schema = BoardSchema.Load();

    /// <summary>Every board that can be built.</summary>
    public static TheoryData<string> Boards =>
        [.. SourceTree.Files.Where(file => file.Path.StartsWith("board-support/", StringComparison.Ordinal) && file.Name == "board.json").Select(file => file.Path)];

    [Fact]
    public void Everything_that_a_board_can_have_is_read()
    {
        var board = Read(Whole);

        Assert.Equal("One of everything", board.Title);
        Assert.Equal(Architecture.Arm64, board.Architecture);
        var light = Assert.IsType<LightDescription.Gpio>(board.Lights[0]).Line;
        Assert.Equal(("9030000.pl061", 5, false), (Assert.Single(light.Chips), light.Offset, light.IsActiveLow));
        var rgb = Assert.IsType<LightDescription.Rgb>(board.Lights[1]);
        Assert.Equal([(1, false), (2, false), (3, true)], new[] { rgb.Red, rgb.Green, rgb.Blue }.Select(line => (line.Offset, line.IsActiveLow)));
        Assert.Equal(["ACT", "input*::scrolllock"], Assert.IsType<LightDescription.Led>(board.Lights[2]).Names);
        var contact = Assert.IsType<ButtonDescription.Gpio>(board.Buttons[0]);
        Assert.Equal(["a", "b"], contact.Line.Chips);
        Assert.Equal((4, true, LineBias.PullUp, 5.0), (contact.Line.Offset, contact.Line.IsActiveLow, contact.Bias, contact.Debounce.TotalMilliseconds));
        Assert.Equal([new ButtonDescription.Input(116), new ButtonDescription.Input(119)], board.Buttons[1..]);
        Assert.Equal(new WatchdogDescription("/dev/watchdog0", TimeSpan.FromSeconds(15)), board.Watchdog);
        Assert.Equal((PartitionTable.Gpt, BoardFirmware.UBoot, "console=ttyAMA0"), (board.Image.PartitionTable, board.Image.Firmware, board.Image.KernelArguments));
        Assert.Equal(["virtio_blk", "virtio_net", "firmware-realtek"], [.. board.Image.BootModules, .. board.Image.Modules, .. board.Image.Load, .. board.Image.FirmwarePackages]);
        Schema.AssertTakes(Whole);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Each_board_that_is_supported_is_described_without_a_fault(string path)
    {
        var json = File.ReadAllText(Path.Join(SourceTree.Root, path));
        Read(json);
        Schema.AssertTakes(json);
    }

    [Fact]
    public void There_are_boards() => Assert.True(Boards.Count >= 3);

    [Theory]
    // What stands in the document, what stands there instead, and the one line that names it.
    [InlineData("\"title\": \"One of everything\",", "", "b.json:1: title: is missing; write a text of 1 to 200 characters.")]
    [InlineData("\"One of everything\"", "\"\"", "b.json:3: title: \"\" does not fit; write a text of 1 to 200 characters.")]
    [InlineData("\"arm64\"", "\"riscv64\"", "b.json:4: architecture: \"riscv64\" does not fit; write \"arm64\" or \"amd64\".")]
    [InlineData("\"arm64\"", "null", "b.json:4: architecture: null does not fit; write \"arm64\" or \"amd64\".")]
    [InlineData("\"line\": 5", "\"line\": \"five\"", "b.json:6: lights[0].gpio.line: \"five\" does not fit; write a whole number from 0 to 1023.")]
    [InlineData("\"line\": 5", "\"line\": 1024", "b.json:6: lights[0].gpio.line: 1024 does not fit; write a whole number from 0 to 1023.")]
    [InlineData("\"line\": 5", "\"line\": -1", "b.json:6: lights[0].gpio.line: -1 does not fit; write a whole number from 0 to 1023.")]
    [InlineData("\"line\": 5", "\"line\": 5.5", "b.json:6: lights[0].gpio.line: 5.5 does not fit; write a whole number from 0 to 1023.")]
    [InlineData("\"line\": 5", "\"line\": 1e99", "b.json:6: lights[0].gpio.line: 1e99 does not fit; write a whole number from 0 to 1023.")]
    [InlineData("\"line\": 5, ", "", "b.json:6: lights[0].gpio.line: is missing; write a whole number from 0 to 1023.")]
    [InlineData("\"line\": 5", "\"pin\": 5, \"line\": 5", "b.json:6: lights[0].gpio.pin: there is no such field here; there are chips, line, activeLow.")]
    [InlineData("\"line\": 5", "\"bias\": \"pull-up\", \"line\": 5", "b.json:6: lights[0].gpio.bias: there is no such field here; there are chips, line, activeLow.")]
    [InlineData("\"activeLow\": false", "\"activeLow\": \"no\"", "b.json:6: lights[0].gpio.activeLow: \"no\" does not fit; write true or false.")]
    [InlineData("[\"9030000.pl061\"]", "[]", "b.json:6: lights[0].gpio.chips: an empty list does not fit; write a list of 1 to 8 GPIO chips.")]
    [InlineData("[\"9030000.pl061\"]", "\"9030000.pl061\"", "b.json:6: lights[0].gpio.chips: \"9030000.pl061\" does not fit; write a list of 1 to 8 GPIO chips.")]
    [InlineData("[\"9030000.pl061\"]", "[\"a\", \"../b\"]", "b.json:6: lights[0].gpio.chips[1]: \"../b\" does not fit; write a GPIO chip's label or name, as gpiodetect shows it.")]
    [InlineData("\"blue\": { \"chips\": [\"c\"], \"line\": 3, \"activeLow\": true }", "\"violet\": 1", "b.json:7: lights[1].rgb.blue: is missing; write an object with chips, line.|b.json:8: lights[1].rgb.violet: there is no such field here; there are red, green, blue.")]
    [InlineData("{ \"led\": { \"names\": [\"ACT\", \"input*::scrolllock\"] } }", "{}", "b.json:10: lights[2]: an empty object does not fit; write an object with one field: gpio, rgb or led.")]
    [InlineData("{ \"led\": {", "{ \"lamp\": {", "b.json:10: lights[2].lamp: there is no such field here; write gpio, rgb or led.")]
    [InlineData("\"input*::scrolllock\"", "\"../../x\"", "b.json:10: lights[2].led.names[1]: \"../../x\" does not fit; write a name in /sys/class/leds, in which * stands for any characters.")]
    [InlineData("\"ACT\"", "\"..\"", "b.json:10: lights[2].led.names[0]: \"..\" does not fit; write a name in /sys/class/leds, in which * stands for any characters.")]
    [InlineData("\"pull-up\"", "\"up\"", "b.json:13: buttons[0].gpio.bias: \"up\" does not fit; write \"pull-up\", \"pull-down\" or \"disabled\".")]
    [InlineData("\"debounceMilliseconds\": 5", "\"debounceMilliseconds\": 101", "b.json:13: buttons[0].gpio.debounceMilliseconds: 101 does not fit; write a whole number from 0 to 100.")]
    [InlineData("\"power\"", "\"on\"", "b.json:14: buttons[1].input.key: \"on\" does not fit; write \"power\", \"pause\", \"enter\", \"esc\", \"sleep\", \"wakeup\", \"restart\" or \"wps\", or a code from 1 to 767.")]
    [InlineData("119", "768", "b.json:15: buttons[2].input.key: 768 does not fit; write a whole number from 1 to 767.")]
    [InlineData("\"/dev/watchdog0\"", "\"/dev/../etc/shadow\"", "b.json:17: watchdog.device: \"/dev/../etc/shadow\" does not fit; write a device such as /dev/watchdog0.")]
    [InlineData("\"timeoutSeconds\": 15", "\"timeoutSeconds\": 0", "b.json:17: watchdog.timeoutSeconds: 0 does not fit; write a whole number from 5 to 600.")]
    [InlineData("\"gpt\"", "\"mbr\"", "b.json:19: image.partitionTable: \"mbr\" does not fit; write \"gpt\" or \"hybrid\".")]
    [InlineData("\"u-boot\"", "7", "b.json:20: image.firmware: 7 does not fit; write \"u-boot\", \"raspberry-pi\" or \"uefi\".")]
    [InlineData("[\"virtio_blk\"]", "[\"virtio blk\"]", "b.json:22: image.bootModules[0]: \"virtio blk\" does not fit; write a kernel module's name, as lsmod shows it.")]
    [InlineData("[\"firmware-realtek\"]", "[\"-y\"]", "b.json:25: image.firmwarePackages[0]: \"-y\" does not fit; write a Debian package's name.")]
    [InlineData("\"load\": [],", "", "b.json:18: image.load: is missing; write a list of at most 256 kernel modules.")]
    public void A_fault_is_named_by_line_and_field(string instead, string written, string faults)
    {
        var spoilt = Spoilt(instead, written);
        Assert.Equal(faults, Faults(spoilt));
        Schema.AssertRefuses(spoilt);
    }

    [Theory]
    [InlineData("\"timeoutSeconds\": 15", "\"timeoutSeconds\": 15, \"timeoutSeconds\": 15", "b.json:17: watchdog.timeoutSeconds: stands here a second time; take one out.")]
    [InlineData("\"line\": 5,", "\"line\": 5,,", "b.json:6: is no JSON from here on; look for a comma, a quote or a bracket (comments are not allowed).")]
    [InlineData("\"line\": 5", "\"line\": 5 // five", "b.json:6: is no JSON from here on; look for a comma, a quote or a bracket (comments are not allowed).")]
    [InlineData("\"One of everything\"", "\"\\ud800\"", "b.json:3: is no JSON from here on; look for a comma, a quote or a bracket (comments are not allowed).")]
    public void What_a_schema_cannot_see_is_named_too(string instead, string written, string fault) => Assert.Equal(fault, Faults(Spoilt(instead, written)));

    [Fact]
    public void A_whole_number_may_be_written_in_every_way()
    {
        var spelled = Spoilt("\"line\": 5", "\"line\": 5.0");
        Assert.Equal(5, Assert.IsType<LightDescription.Gpio>(Read(spelled).Lights[0]).Line.Offset);
        Schema.AssertTakes(spelled);
    }

    [Fact]
    public void A_board_without_a_watchdog_is_a_board()
    {
        var without = Spoilt("\"watchdog\": { \"device\": \"/dev/watchdog0\", \"timeoutSeconds\": 15 },", "");
        Assert.Null(Read(without).Watchdog);
        Schema.AssertTakes(without);
    }

    [Fact]
    public void All_faults_are_told_at_once_in_the_order_of_the_lines()
    {
        var faults = Faults(Whole.Replace(": 5", ": \"?\"", StringComparison.Ordinal).Replace("\"gpt\"", "\"?\"", StringComparison.Ordinal)).Split('|');
        Assert.Equal(["b.json:6", "b.json:13", "b.json:19"], faults.Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("\n\n{", 3)]
    [InlineData("{}\n{}", 2)]
    public void What_is_no_JSON_is_named_by_its_line(string json, int line) =>
        Assert.StartsWith($"b.json:{line}: is no JSON", Faults(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("\"a\\nb\"")]
    public void What_is_no_object_is_one_fault(string json)
    {
        var fault = Faults(json);
        Assert.StartsWith("b.json:1: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('|', fault);
        Assert.DoesNotContain('\n', fault);
        Schema.AssertRefuses(json);
    }

    [Fact]
    public void A_huge_file_is_refused_unread()
    {
        Assert.False(BoardReader.TryRead(new byte[BoardReader.MaxSize + 1], "b.json", out _, out var faults));
        Assert.Equal("b.json:1: 65537 bytes are too many for a board.json; 65536 at most.", Assert.Single(faults).ToString());
    }

    [Fact]
    public void Deep_nesting_is_a_fault() => Assert.StartsWith("b.json:1: is no JSON", Faults(new string('[', 10_000)), StringComparison.Ordinal);

    [Fact]
    public void Every_byte_spoilt_gives_a_board_or_a_fault_and_never_an_exception()
    {
        var whole = Encoding.UTF8.GetBytes(Whole);
        var refused = 0;
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var wrong in new byte[] { 0, (byte)'"', (byte)'{', (byte)']', 0x80, 0xFF })
            {
                var spoilt = whole.ToArray();
                spoilt[at] = wrong;
                var read = BoardReader.TryRead(spoilt, "b.json", out var board, out var faults);
                Assert.Equal(read, board is not null);
                Assert.Equal(read, faults.Count == 0);
                Assert.DoesNotContain(faults, fault => fault.ToString().Contains('\n', StringComparison.Ordinal));
                refused += read ? 0 : 1;
            }

            Assert.False(BoardReader.TryRead(whole.AsSpan(0, at), "b.json", out _, out _));
        }

        Assert.True(refused > whole.Length);
    }

    private static string Spoilt(string instead, string written)
    {
        Assert.Contains(instead, Whole, StringComparison.Ordinal);
        return Whole.Replace(instead, written, StringComparison.Ordinal);
    }

    private static BoardDescription Read(string json)
    {
        var read = BoardReader.TryRead(Encoding.UTF8.GetBytes(json), "b.json", out var board, out var faults);
        Assert.Equal("", string.Join('|', faults));
        Assert.True(read);
        return board!;
    }

    private static string Faults(string json)
    {
        Assert.False(BoardReader.TryRead(Encoding.UTF8.GetBytes(json), "b.json", out _, out var faults));
        return string.Join('|', faults);
    }
}
