using System.Text.Json;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updating;

/// <summary>
/// An appliance takes an update: the real supervisor, node and updater on the loopback, what <c>release</c> published, and
/// files for partitions.
/// </summary>
public sealed class UpdateTests : IAsyncLifetime
{
    private readonly UpdateStage stage = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task An_appliance_takes_an_update_by_name_and_the_next_one_takes_it_from_there_without_the_publisher()
    {
        var (publisher, process) = await stage.StartPublisherAsync();
        var first = await stage.StartApplianceAsync("a1");
        await UpdateStage.RouteAsync(first.State, publisher);

        AssertArmed(first, await first.UpdateAsync());
        await first.Supervise!.LineAsync("restarting the board");

        await process.KillAsync();
        var second = await stage.StartApplianceAsync("a2");
        await UpdateStage.RouteAsync(second.State, first.State);

        var status = await second.UpdateAsync();
        AssertArmed(second, status);
        Assert.Equal(0, status.GetProperty("serverBytes").GetInt64());
        Assert.InRange(status.GetProperty("neighbourBytes").GetInt64(), status.GetProperty("fetchedBytes").GetInt64(), 400_000);
    }

    [Theory]
    [InlineData("timestamp.json")]
    [InlineData(".snapshot.json")]
    [InlineData(".bundle")]
    [InlineData("deltas/")]
    public async Task A_neighbour_that_lies_costs_a_retry_at_the_next_one(string part)
    {
        var lies = stage.Falsify(part);
        var (liar, _) = await stage.StartPublisherAsync("liar", lies);
        var (honest, _) = await stage.StartPublisherAsync();
        var appliance = await stage.StartApplianceAsync("a1");
        await UpdateStage.RouteAsync(appliance.State, liar);
        await UpdateStage.RouteAsync(appliance.State, honest, cost: 1);

        AssertArmed(appliance, await appliance.UpdateAsync());
        Assert.Contains("is not what its name says", appliance.Node!.Transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_neighbours_lie_it_says_what_was_wrong()
    {
        var (liar, _) = await stage.StartPublisherAsync("liar", stage.Falsify("timestamp.json"));
        var appliance = await stage.StartApplianceAsync("a1");
        await UpdateStage.RouteAsync(appliance.State, liar);

        var status = await appliance.UpdateAsync();

        Assert.Equal(("failed", "TooFewSignatures"), (status.GetProperty("phase").GetString(), status.GetProperty("fault").GetString()));
        Assert.Equal(BootRecord.Factory, appliance.Record);
    }

    [Fact]
    public async Task The_newest_timestamp_of_all_neighbours_counts_and_ones_own_does_not_hide_it()
    {
        var (late, _) = await stage.StartPublisherAsync("late", stage.Falsify("nothing"));
        var (publisher, _) = await stage.StartPublisherAsync();
        var appliance = await stage.StartApplianceAsync("a1");
        await UpdateStage.RouteAsync(appliance.State, late);
        Assert.Equal("2", (await appliance.UpdateAsync("check")).GetProperty("version").GetString());

        stage.Publish("3");
        Assert.Equal("2", (await appliance.UpdateAsync("check")).GetProperty("version").GetString());
        await UpdateStage.RouteAsync(appliance.State, publisher, cost: 1);

        var status = await appliance.UpdateAsync("check");
        Assert.True(status.GetProperty("version").GetString() == "3", $"{status}\n{appliance.Node!.Transcript}");
    }

    [Fact]
    public async Task An_appliance_without_neighbours_takes_it_from_the_server()
    {
        using var server = new FolderServer(stage.Channels);
        var appliance = await stage.StartApplianceAsync("a1", server.Url);

        AssertArmed(appliance, await appliance.UpdateAsync());
        Assert.Contains(server.Asked, path => path.StartsWith("/deltas/", StringComparison.Ordinal));
        var status = await appliance.StatusAsync();
        Assert.Equal(0, status.GetProperty("neighbourBytes").GetInt64());
        Assert.InRange(status.GetProperty("serverBytes").GetInt64(), status.GetProperty("fetchedBytes").GetInt64(), 400_000);
    }

    [Fact]
    public async Task A_look_says_what_there_is_and_writes_nothing()
    {
        using var server = new FolderServer(stage.Channels);
        var appliance = await stage.StartApplianceAsync("a1", server.Url);
        var before = File.ReadAllBytes(Path.Join(appliance.Slots, "idle-root"));

        // The first wave is a hundredth of all devices: the others hear of it, and when their turn is.
        var status = await appliance.UpdateAsync("check");

        Assert.Equal("2", status.GetProperty("version").GetString());
        Assert.Equal("Fixes", status.GetProperty("changes").GetString());
        Assert.Contains(status.GetProperty("phase").GetString(), (string[])["available", "nothing"]);
        Assert.Equal(before, File.ReadAllBytes(Path.Join(appliance.Slots, "idle-root")));
        Assert.Equal(BootRecord.Factory, appliance.Record);
    }

    [Theory]
    [InlineData("2", "Current")]
    [InlineData("3", "Older")]
    public async Task What_is_not_newer_is_not_taken(string runs, string fault)
    {
        using var server = new FolderServer(stage.Channels);
        var appliance = await stage.StartApplianceAsync("a1", server.Url, runs);

        var status = await appliance.UpdateAsync();

        Assert.Equal(("nothing", fault), (status.GetProperty("phase").GetString(), status.GetProperty("fault").GetString()));
        Assert.Equal(BootRecord.Factory, appliance.Record);
    }

    [Fact]
    public async Task A_server_that_lies_about_an_object_installs_nothing()
    {
        using var server = new FolderServer(stage.Channels) { LiesAbout = "/deltas/" };
        var appliance = await stage.StartApplianceAsync("a1", server.Url);

        var failed = await appliance.UpdateAsync();

        Assert.Equal(("failed", "WrongObject"), (failed.GetProperty("phase").GetString(), failed.GetProperty("fault").GetString()));
        Assert.Equal((Slot.A, false, false), (appliance.Record.First, appliance.Record.B.Good, appliance.Record.B.Try));
    }

    [Fact]
    public async Task A_delta_that_this_version_cannot_apply_is_made_up_for_by_chunks()
    {
        // The release tool takes a delta that is there, as it is in both channels, as the one that it would make.
        stage.Publish("3", channel: "beta");
        foreach (var delta in Directory.GetFiles(Path.Join(stage.Channels, "deltas")))
        {
            File.WriteAllText(delta, "HEARTHD9 and what that will be");
        }

        stage.Publish("3");
        using var server = new FolderServer(stage.Channels);
        var appliance = await stage.StartApplianceAsync("a1", server.Url);

        var status = await appliance.UpdateAsync();

        Assert.True(status.GetProperty("phase").GetString() == "armed", $"{status}");
        Assert.Equal(status.GetProperty("fetchBytes").GetInt64(), status.GetProperty("fetchedBytes").GetInt64());
        Assert.Contains(server.Asked, path => path.StartsWith("/deltas/", StringComparison.Ordinal));
        appliance.AssertIdleSlotHolds(stage.ImagesOf("3"));
    }

    [Fact]
    public async Task With_nobody_to_ask_it_says_so()
    {
        var appliance = await stage.StartApplianceAsync("a1");

        var status = await appliance.UpdateAsync();

        Assert.Equal(("failed", "Unreachable"), (status.GetProperty("phase").GetString(), status.GetProperty("fault").GetString()));
    }

    [Fact]
    public async Task A_node_that_can_no_longer_plan_its_updates_says_so_and_ends()
    {
        var appliance = await stage.StartApplianceAsync("a1", wake: "/dev/full");

        // It may end before it has answered.
        await ((Task)appliance.AskAsync("POST", "/api/update/check")).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Equal(1, await appliance.Node!.EndAsync());
        Assert.Contains("updates are no longer planned", appliance.Node.Transcript, StringComparison.Ordinal);
    }

    private void AssertArmed(UpdatedAppliance appliance, JsonElement status)
    {
        Assert.True(status.GetProperty("phase").GetString() == "armed", $"{status}\n{appliance.Node!.Transcript}");
        Assert.InRange(status.GetProperty("fetchedBytes").GetInt64(), 1, 400_000);
        appliance.AssertIdleSlotHolds(stage.ImagesOf("2"));
        Assert.Equal((Slot.B, true, true), (appliance.Record.First, appliance.Record.A.Good, appliance.Record.B.Try));
    }
}
