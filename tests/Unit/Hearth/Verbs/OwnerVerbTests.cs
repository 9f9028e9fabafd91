using Hearth.Tests.Web;
using Hearth.Web;
using Xunit;

namespace Hearth.Tests.Verbs;

/// <summary>put, ls and unpublish, against the real panel's owner door.</summary>
public sealed class OwnerVerbTests
{
    [Fact]
    public async Task A_file_is_published_listed_and_taken_back()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.ClaimAsync();
        await using var stage = new VerbStage();
        var file = stage.PathOf("photo.jpg");
        await File.WriteAllBytesAsync(file, new byte[300_000], TestContext.Current.CancellationToken);

        Assert.Equal(0, await RunAsync(stage, panel, "put", "holiday/photo.jpg", file));
        Assert.StartsWith("/p/alice/holiday/photo.jpg/v=", stage.Output, StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync(stage, panel, "ls"));
        Assert.Matches(@"^  300 kB  \d{4}-\d\d-\d\d \d\d:\d\d  /p/alice/holiday/photo.jpg\n$", stage.Output);

        Assert.Equal(0, await RunAsync(stage, panel, "ls", "--json"));
        Assert.StartsWith("""[{"name":"/p/alice/holiday/photo.jpg","version":""", stage.Output, StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync(stage, panel, "unpublish", "/p/alice/holiday/photo.jpg"));
        Assert.Equal(0, await RunAsync(stage, panel, "ls"));
        Assert.Equal("", stage.Output);
        Assert.Equal("hearth: nothing is published yet; `hearth put NAME FILE` publishes a file.\n", stage.Error);

        Assert.Equal(1, await RunAsync(stage, panel, "unpublish", "holiday/photo.jpg"));
        Assert.StartsWith("hearth: ", stage.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_comes_before_the_file_was_read_is_still_told()
    {
        await using var panel = await RunningPanel.StartAsync();
        await using var stage = new VerbStage();
        var file = stage.PathOf("large");
        await File.WriteAllBytesAsync(file, new byte[20_000_000], TestContext.Current.CancellationToken);

        Assert.Equal(1, await RunAsync(stage, panel, "put", "x", file));

        Assert.Single(stage.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("HTTP", stage.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Updates_are_looked_for_installed_and_told()
    {
        await using var panel = await RunningPanel.StartAsync();
        await using var stage = new VerbStage();
        Assert.Equal(1, await RunAsync(stage, panel, "update"));
        Assert.Equal("hearth: This node takes no updates. They are for a board that runs a Hearth image.\n", stage.Error);

        var at = new DateTimeOffset(2026, 6, 1, 3, 4, 0, TimeSpan.Zero);
        panel.Node.UpdateStatus = new UpdateStatus
        {
            Running = "1.0.0",
            Channel = "stable",
            Phase = "available",
            Version = "1.1.0",
            Changes = "Fixes",
            CheckedAt = at,
            CheckAt = at.AddDays(1),
            InstallAt = at.AddHours(5),
            NeighbourBytes = 2048,
            History = [new UpdateEvent(at, "0.9.0", "1.0.0", "confirmed", 1, 1)],
        };
        Assert.Equal(0, await RunAsync(stage, panel, "update"));
        Assert.Equal("1.1.0 is there: Fixes\n", stage.Output);
        Assert.Equal(UpdateAsk.Check, panel.Node.UpdatesAsked[^1]);

        Assert.Equal(0, await RunAsync(stage, panel, "update", "status"));
        Assert.Contains("now        1.1.0 is there: Fixes\nlooked     2026-06-01 03:04 UTC; next 2026-06-02 03:04 UTC\ncame       2.05 kB from neighbours, 0 B from the server\ninstalls   2026-06-01 08:04 UTC\n", stage.Output, StringComparison.Ordinal);
        Assert.EndsWith("0.9.0 to 1.0.0: stayed\n", stage.Output, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(stage, panel, "update", "status", "--json"));
        Assert.StartsWith("{\"running\":\"1.0.0\"", stage.Output, StringComparison.Ordinal);

        panel.Node.UpdateStatus = panel.Node.UpdateStatus with { Phase = "failed", Fault = "Unreachable", Detail = "nobody is there" };
        Assert.Equal(1, await RunAsync(stage, panel, "update", "apply"));
        Assert.Equal("hearth: no update: nobody is there (Unreachable).\n", stage.Error);
    }

    [Fact]
    public async Task Without_a_node_each_says_how_to_start_one()
    {
        await using var stage = new VerbStage();
        var file = stage.PathOf("x");
        await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);

        foreach (var line in new[] { $"put x {file}", "ls", "unpublish x" })
        {
            Assert.Equal(1, await stage.RunAsync(line.Split(' ')));
            Assert.StartsWith("hearth: no node answers at ", stage.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_a_folder_are_told_apart()
    {
        await using var stage = new VerbStage();

        Assert.Equal(1, await stage.RunAsync("put", "x", stage.PathOf("missing")));
        Assert.Equal($"hearth: there is no file {stage.PathOf("missing")}; look at its spelling.\n", stage.Error);

        Assert.Equal(1, await stage.RunAsync("put", "x", stage.PathOf("")));
        Assert.Equal($"hearth: {stage.PathOf("")} is a folder; publish its files one by one.\n", stage.Error);
    }

    [Fact]
    public async Task An_update_that_is_a_folder_or_is_not_there_is_said_to_be()
    {
        await using var stage = new VerbStage();

        Assert.Equal(1, await stage.RunAsync("update", "apply", stage.PathOf("")));
        Assert.Equal($"hearth: {stage.PathOf("")} is a folder; give the one file that `release pack` made.\n", stage.Error);

        Assert.Equal(1, await stage.RunAsync("update", "apply", stage.PathOf("missing")));
        Assert.StartsWith($"hearth: {stage.PathOf("missing")} cannot be read: ", stage.Error, StringComparison.Ordinal);
    }

    private static Task<int> RunAsync(VerbStage stage, RunningPanel panel, params string[] args) =>
        stage.RunBareAsync([.. args, "--state", Path.GetDirectoryName(Path.GetDirectoryName(panel.OwnerSocket))!]);
}
