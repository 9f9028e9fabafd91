using System.Diagnostics;
using Hearth.Tests.Identity;
using Hearth.Tests.Tidy;
using Xunit;

namespace Hearth.Tests.Supervision;

/// <summary>
/// The real supervisor on a board whose devices are pipes: a LED-class light and a watchdog, each of which a test reads
/// as the hardware would. Lines and keys need a kernel that has them, and are tested on a booted image.
/// </summary>
public sealed class DeviceSuperviseTests : IDisposable
{
    /// <summary>Longer than everything that is waited for, on a machine that does much else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder state = new();
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    private string User { get; } = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2];

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task The_light_tells_the_rhythm_of_the_start_and_then_that_it_serves()
    {
        using var brightness = Light();
        await using var supervise = Supervise();
        Assert.Equal("255 0 255 0", $"{await Line(brightness)} {await Line(brightness)} {await Line(brightness)} {await Line(brightness)}");

        await using var node = HearthProcess.StartLinkedNode(state.Path);
        await node.LineAsync("^go real$");
        node.Say("serving claimed network");

        await supervise.LineAsync(@"^Hearth is ready\.");
        await node.LineAsync("^light Serving");
    }

    [Fact]
    public async Task The_watchdog_is_fed_while_it_runs()
    {
        using var watchdog = Pipe("dev/watchdog0");
        await using var supervise = Supervise();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("", await Line(watchdog));
        }
    }

    [Fact]
    public async Task While_init_erases_the_light_says_so_until_a_node_says_hello()
    {
        await File.WriteAllTextAsync(state["request"], "erase\n".PadRight(512, '\n'), stop);
        using var brightness = Light();
        await using var supervise = Supervise("--reset-request", state["request"]);

        // It starts with the white flash of every start; from then on each lasts a second.
        while (await Line(brightness) != "0")
        {
        }

        Assert.Equal("255", await Line(brightness));
        var lit = Stopwatch.GetTimestamp();
        Assert.Equal("0", await Line(brightness));
        Assert.True(Stopwatch.GetElapsedTime(lit) > TimeSpan.FromSeconds(0.7));

        await using var node = HearthProcess.StartLinkedNode(state.Path);
        await node.LineAsync("^light Starting");
    }

    [Fact]
    public async Task A_board_without_any_of_its_devices_goes_on()
    {
        await using var supervise = Supervise();
        await using var node = HearthProcess.StartLinkedNode(state.Path);
        await node.LineAsync("^go real$");

        await supervise.LineAsync("^supervisor: this machine has none of the board's lights; going on without");
        await supervise.LineAsync("^supervisor: this machine has none of the board's buttons");
        await supervise.LineAsync("^supervisor: this machine has no /dev/watchdog0");
    }

    [Fact]
    public async Task The_socket_is_where_it_was_asked_for_and_open_to_its_group()
    {
        await using var supervise = Supervise("--link", state["run/supervisor.sock"], "--node-user", User);
        await using var node = HearthProcess.StartLinkedNode(state.Path);
        await node.LineAsync("^go real$");

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(state["run/supervisor.sock"]));
    }

    [Fact]
    public async Task A_user_in_another_role_is_refused()
    {
        await using var supervise = Supervise("--updater-user", User);
        await using var node = HearthProcess.StartLinkedNode(state.Path);
        await supervise.LineAsync("^supervisor: refused process .*OtherRole");
        Assert.NotEqual(0, await node.EndAsync());
    }

    [Fact]
    public async Task Another_user_is_refused()
    {
        await using var supervise = Supervise("--node-user", "54321");
        await using var node = HearthProcess.StartLinkedNode(state.Path);
        await supervise.LineAsync($"^supervisor: refused process .* of another user \\({User}\\)");
        Assert.NotEqual(0, await node.EndAsync());
    }

    [Fact]
    public async Task A_supervisor_without_a_board_says_what_to_give()
    {
        var (exitCode, output) = await HearthProcess.RunAsync(state.Path, "supervise");
        Assert.Equal(2, exitCode);
        Assert.Equal("hearth: supervise needs a board: --board FILE on a device, or --simulated. See `hearth supervise --help`.", output);
    }

    [Fact]
    public async Task A_wrong_board_is_one_line()
    {
        await File.WriteAllTextAsync(state["board.json"], "{ \"title\": 3 }", stop);
        var (exitCode, output) = await HearthProcess.RunAsync(state.Path, "supervise", "--board", state["board.json"]);
        Assert.Equal(1, exitCode);
        Assert.Matches(@"^hearth: .*/board\.json:1: \S+: .*\.$", output);
        Assert.DoesNotContain('\n', output);
    }

    private HearthProcess Supervise(params string[] more) => HearthProcess.Start(
        state.Path, ["supervise", "--board", Path.Join(SourceTree.Root, "board-support/raspberrypi/arm64/board.json"), "--root", state.Path, .. more]);

    private StreamReader Light()
    {
        Directory.CreateDirectory(state["sys/class/leds/ACT"]);
        File.WriteAllText(state["sys/class/leds/ACT/trigger"], "[mmc0] none\n");
        File.WriteAllText(state["sys/class/leds/ACT/max_brightness"], "255\n");
        return Pipe("sys/class/leds/ACT/brightness");
    }

    private StreamReader Pipe(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(state[name])!);
        using var make = Process.Start("mkfifo", [state[name]]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        // For both: a pipe that only reads would wait for a writer, and end with it.
        return new StreamReader(new FileStream(state[name], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 1));
    }

    private Task<string?> Line(StreamReader pipe) => pipe.ReadLineAsync(stop).AsTask().WaitAsync(Patience, stop);
}
