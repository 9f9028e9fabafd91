using Hearth.CommandLine;
using Hearth.Tests.Identity;
using Hearth.Tests.Tidy;
using Xunit;

namespace Hearth.Tests.Verbs;

public sealed class BoardVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    [Fact]
    public async Task A_board_is_shown_as_a_person_would_read_it()
    {
        Assert.Equal(0, await RunAsync(Path.Join(SourceTree.Root, "board-support/qemu/virt-arm64/board.json")));
        Assert.StartsWith(
            """
            QEMU virt, ARM64 (arm64)
            light     line 5 of 9030000.pl061, lit when high
            button    line 4 of 9030000.pl061, pressed when low, pull-up, 5 ms debounce
            watchdog  /dev/watchdog0, 15 s
            image     GPT, started by U-Boot;
            """, output.ToString(), StringComparison.Ordinal);
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public async Task Every_fault_is_a_line_that_names_file_line_and_field()
    {
        var file = Path.Join(folder.Path, "board.json");
        await File.WriteAllTextAsync(file, "{\n \"title\": 1, \"architecture\": \"arm64\",\n \"lights\": 3, \"buttons\": [{}] }", TestContext.Current.CancellationToken);

        Assert.Equal(1, await RunAsync(file));

        var lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["1: image: is", "2: title: 1", "3: lights: 3", "3: buttons[0]: an"], lines.Select(line => string.Join(' ', line[(file.Length + 1)..].Split(' ')[..3])));
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_in_one_line()
    {
        Assert.Equal(1, await RunAsync(Path.Join(folder.Path, "absent.json")));
        Assert.Matches("^hearth: .*absent.json cannot be read: .*\n$", error.ToString());
    }

    [Fact]
    public async Task A_file_without_an_end_is_refused()
    {
        Assert.Equal(1, await RunAsync("/dev/zero"));
        Assert.Equal("/dev/zero:1: 65537 bytes are too many for a board.json; 65536 at most.\n", error.ToString());
    }

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    private Task<int> RunAsync(string file) => new HearthCommandLine(new Surroundings(_ => null, folder.Path), output, error).RunAsync(["board", file]);
}
