using Hearth.Tests.Fakes;
using Hearth.Web;
using Xunit;

namespace Hearth.Tests.Web;

public class UpdateApiTests
{
    private static readonly UpdateStatus Status = new() { Running = "1.0.0", Channel = "stable", Phase = "available", Version = "1.1.0" };

    [Fact]
    public async Task Its_owner_sees_how_it_stands_and_tells_the_time()
    {
        await using var panel = await RunningPanel.StartAsync(Node(Status));
        var cookie = await panel.ClaimAsync();

        var status = (await panel.SendAsync("GET", "/api/update?offset=-420", cookie: cookie)).Json;

        Assert.Equal(("1.0.0", "1.1.0"), (status.GetProperty("running").GetString(), status.GetProperty("version").GetString()));
        Assert.Equal(-420, panel.Node.UtcOffset);
    }

    [Theory]
    [InlineData("check", UpdateAsk.Check)]
    [InlineData("install", UpdateAsk.Install)]
    [InlineData("back", UpdateAsk.GoBack)]
    public async Task Its_owner_asks_and_nobody_else(string what, UpdateAsk ask)
    {
        await using var panel = await RunningPanel.StartAsync(Node(Status));
        var cookie = await panel.ClaimAsync();

        Assert.Equal(401, (await panel.SendAsync("POST", $"/api/update/{what}")).Status);
        Assert.Empty(panel.Node.UpdatesAsked);
        Assert.Equal(204, (await panel.SendAsync("POST", $"/api/update/{what}", cookie: cookie)).Status);
        Assert.Equal([ask], panel.Node.UpdatesAsked);
    }

    [Theory]
    [InlineData(UpdateAnswer.Busy, "under way")]
    [InlineData(UpdateAnswer.Unproven, "prove itself")]
    [InlineData(UpdateAnswer.NothingToGoBackTo, "no version to go back to")]
    public async Task What_cannot_be_is_said_in_words(UpdateAnswer answer, string words)
    {
        var node = Node(Status);
        node.UpdateAnswer = answer;
        await using var panel = await RunningPanel.StartAsync(node);
        var cookie = await panel.ClaimAsync();

        var said = await panel.SendAsync("POST", "/api/update/back", cookie: cookie);

        Assert.Equal(409, said.Status);
        Assert.Contains(words, said.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_owner_brings_a_file_and_nobody_else()
    {
        await using var panel = await RunningPanel.StartAsync(Node(Status));
        var cookie = await panel.ClaimAsync();

        Assert.Equal(401, (await panel.SendAsync("PUT", "/api/update/file", "update")).Status);
        Assert.Equal(204, (await panel.SendAsync("PUT", "/api/update/file", "update", cookie: cookie)).Status);
        Assert.Equal(6, panel.Node.BroughtBytes);
    }

    [Theory]
    [InlineData(UpdateAnswer.NoUpdateFile, 422, "no update file")]
    [InlineData(UpdateAnswer.FileForAnother, 422, "another kind of board")]
    [InlineData(UpdateAnswer.NoRoom, 507, "no room")]
    public async Task What_is_wrong_with_a_file_is_said_in_words(UpdateAnswer answer, int status, string words)
    {
        var node = Node(Status);
        node.UpdateAnswer = answer;
        await using var panel = await RunningPanel.StartAsync(node);
        var cookie = await panel.ClaimAsync();

        var said = await panel.SendAsync("PUT", "/api/update/file", "update", cookie: cookie);

        Assert.Equal(status, said.Status);
        Assert.Contains(words, said.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_takes_no_updates_has_none_to_show()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();

        Assert.Equal(404, (await panel.SendAsync("GET", "/api/update", cookie: cookie)).Status);
        Assert.Equal(404, (await panel.SendAsync("POST", "/api/update/check", cookie: cookie)).Status);
        Assert.Equal(404, (await panel.SendAsync("POST", "/api/update/everything", cookie: cookie)).Status);
    }

    private static FakeNode Node(UpdateStatus status)
    {
        var node = RunningPanel.QuickNode();
        node.UpdateStatus = status;
        return node;
    }
}
