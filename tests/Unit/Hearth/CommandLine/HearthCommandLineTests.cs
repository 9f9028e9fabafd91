using System.CommandLine;
using Hearth.CommandLine;
using Xunit;

namespace Hearth.Tests.CommandLine;

public sealed class HearthCommandLineTests : IDisposable
{
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }

    [Theory]
    [InlineData("fly", "hearth: there is no verb 'fly'. See `hearth --help`.")]
    [InlineData("--fly", "hearth: there is no option '--fly'. See `hearth --help`.")]
    [InlineData("echo --fly word", "hearth: there is no option '--fly' of echo. See `hearth echo --help`.")]
    [InlineData("echo", "hearth: echo needs WORD. See `hearth echo --help`.")]
    [InlineData("echo a b", "hearth: 'b' is one argument too many for echo. See `hearth echo --help`.")]
    [InlineData("echo a --times", "hearth: --times needs N. See `hearth echo --help`.")]
    [InlineData("echo a --times x", "hearth: --times x: that is no N. See `hearth echo --help`.")]
    [InlineData("echo a --times 1 --times 2", "hearth: --times 1 2: that is no N. See `hearth echo --help`.")]
    [InlineData("echo a --port", "hearth: --port needs N. See `hearth echo --help`.")]
    [InlineData("echo a --port 70000", "hearth: --port 70000: a port is a number from 0 to 65535 (0: any free one). See `hearth echo --help`.")]
    [InlineData("--port 1", "hearth: which verb? See `hearth --help`.")]
    [InlineData("face", "hearth: face needs one of: list. See `hearth face --help`.")]
    [InlineData("face fly", "hearth: there is no verb 'face fly'. See `hearth face --help`.")]
    [InlineData("face list x", "hearth: 'x' is one argument too many for face list. See `hearth face list --help`.")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string line, string complaint)
    {
        Assert.Equal(2, await RunAsync(line));
        Assert.Equal(complaint + "\n", error.ToString());
        Assert.Equal("", output.ToString());
    }

    [Theory]
    [InlineData("WORD", "echo", "")]
    [InlineData("--times", "echo", "a", "--times", "")]
    [InlineData("--state", "echo", "a", "--state", "")]
    [InlineData("--socket", "--socket", "", "face", "list")]
    public async Task An_empty_value_is_said_to_be_empty(string value, params string[] words)
    {
        HearthCommandLine hearth = new(new Surroundings(_ => null), output, error, Verbs);

        Assert.Equal(2, await hearth.RunAsync(words));

        Assert.Equal($"hearth: {value} is empty. See `hearth {(words.Contains("echo") ? "echo" : "face list")} --help`.\n", error.ToString());
    }

    [Fact]
    public async Task A_verb_gets_its_arguments_and_the_shared_options()
    {
        Assert.Equal(0, await RunAsync("echo hello --times 2 --port 7000"));
        Assert.Equal("hello hello 7000\n", output.ToString());
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public async Task Shared_options_may_stand_before_the_verb()
    {
        Assert.Equal(0, await RunAsync("--port 7000 echo hello"));
        Assert.Equal("hello 7000\n", output.ToString());
    }

    [Theory]
    [InlineData("fail", "hearth: no such file; look again.\n")]
    [InlineData("refused", "hearth: the system refused: Disk full.\n")]
    [InlineData("bug", "hearth: a bug in hearth stopped this (InvalidOperationException: first line). Please report it; HEARTH_DEBUG=1 shows more.\n")]
    public async Task A_failure_is_one_line_and_exit_code_1(string verb, string line)
    {
        Assert.Equal(1, await RunAsync(verb));
        Assert.Equal(line, error.ToString());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("")]
    public async Task The_help_shows_every_verb_in_its_group_and_every_shared_option(string line)
    {
        Assert.Equal(0, await RunAsync(line));

        var help = output.ToString();
        Assert.Contains("\nFirst\n  echo [--times N] WORD", help, StringComparison.Ordinal);
        Assert.Contains("\nSecond\n  face …", help, StringComparison.Ordinal);
        Assert.All(SharedOption.All, option => Assert.Contains($"  {option.Name} {option.Value}", help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("echo --help")]
    [InlineData("echo a b c --help")]
    [InlineData("--help echo")]
    public async Task The_help_of_a_verb_shows_its_own_options(string line)
    {
        Assert.Equal(0, await RunAsync(line));
        Assert.Contains("hearth echo [--times N] WORD", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("how often", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        Assert.Equal(0, await RunAsync("--version"));
        Assert.Matches(@"^hearth \d+\.\d+\.\d+\n$", output.ToString());
    }

    [Fact]
    public async Task An_argument_that_starts_with_an_at_sign_is_no_file_of_arguments()
    {
        Assert.Equal(0, await RunAsync("echo @word"));
        Assert.Equal("@word 6363\n", output.ToString());
    }

    [Theory]
    [InlineData("echo -- --word", "--word 6363\n")]
    [InlineData("echo -", "- 6363\n")]
    public async Task An_argument_may_start_with_a_dash_when_it_is_clear_that_it_is_one(string line, string said)
    {
        Assert.Equal(0, await RunAsync(line));
        Assert.Equal(said, output.ToString());
    }

    [Fact]
    public async Task The_real_help_has_no_line_wider_than_a_terminal()
    {
        HearthCommandLine hearth = new(new Surroundings(_ => null), output, error);

        Assert.Equal(0, await hearth.RunAsync(["--help"]));
        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    private Task<int> RunAsync(string line)
    {
        HearthCommandLine hearth = new(new Surroundings(_ => null), output, error, Verbs);
        return hearth.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static IReadOnlyList<VerbGroup> Verbs(VerbActions actions)
    {
        Argument<string> word = new("WORD") { Description = "what to say" };
        Option<int> times = new("--times") { HelpName = "N", Description = "how often", DefaultValueFactory = _ => 1 };
        var echo = actions.Run(new Command("echo", "say it again") { word, times }, async (call, _) =>
        {
            var words = Enumerable.Repeat(call.Value(word), call.Value(times));
            await call.Out.WriteLineAsync($"{string.Join(' ', words)} {call.Options.Port}");
            return ExitCode.Done;
        });

        Command face = new("face", "faces") { actions.Run(new Command("list", "all of them"), (_, _) => Task.FromResult(ExitCode.Done)) };
        return
        [
            new VerbGroup("First", [echo, Throwing("fail", new VerbFailedException("no such file; look again."))]),
            new VerbGroup("Second", [face, Throwing("refused", new IOException("Disk full.")), Throwing("bug", new InvalidOperationException("first line\nsecond"))]),
        ];

        Command Throwing(string name, Exception failure) =>
            actions.Run(new Command(name, name), (_, _) => Task.FromException<int>(failure));
    }
}
