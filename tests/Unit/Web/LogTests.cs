using Xunit;

namespace Hearth.Tests.Web;

public class LogTests
{
    [Fact]
    public async Task Its_owner_reads_what_this_run_wrote_and_what_the_last_one_left()
    {
        await using var panel = await RunningPanel.StartAsync();
        await File.WriteAllTextAsync(panel.Log, "one\ntwo\n", RunningPanel.Cancel);
        await File.WriteAllTextAsync(panel.LastLog, "yesterday\n", RunningPanel.Cancel);
        var cookie = await panel.ClaimAsync();

        var log = (await panel.SendAsync("GET", "/api/log", cookie: cookie)).Json;

        Assert.Equal("one\ntwo\n", log.GetProperty("now").GetString());
        Assert.Equal("yesterday\n", log.GetProperty("before").GetString());
    }

    [Fact]
    public async Task It_is_the_owners_alone()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.ClaimAsync();

        Assert.Equal(401, (await panel.SendAsync("GET", "/api/log")).Status);
    }

    [Fact]
    public async Task What_was_turned_over_comes_first_and_only_whole_lines_of_the_end_are_sent()
    {
        await using var panel = await RunningPanel.StartAsync();
        await File.WriteAllTextAsync($"{panel.Log}.0", string.Concat(Enumerable.Range(0, 20_000).Select(line => $"older {line}\n")), RunningPanel.Cancel);
        await File.WriteAllTextAsync(panel.Log, "newest\n", RunningPanel.Cancel);
        var cookie = await panel.ClaimAsync();

        var now = (await panel.SendAsync("GET", "/api/log", cookie: cookie)).Json.GetProperty("now").GetString()!;

        Assert.InRange(now.Length, 60_000, 65_536);
        Assert.StartsWith("older ", now, StringComparison.Ordinal);
        Assert.EndsWith("older 19999\nnewest\n", now, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_machine_that_keeps_its_log_elsewhere_it_says_so()
    {
        await using var panel = await RunningPanel.StartAsync(hasLog: false);
        var cookie = await panel.ClaimAsync();

        Assert.Equal(404, (await panel.SendAsync("GET", "/api/log", cookie: cookie)).Status);
    }
}
