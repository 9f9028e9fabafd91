using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updating;

/// <summary>A version that does not stay is stopped by those it does not stay on: real nodes, updaters and supervisors, and the release tool's own processes.</summary>
public sealed class OutcomeReportTests : IAsyncLifetime
{
    private readonly UpdateStage stage = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Three_devices_that_fell_back_and_said_so_stop_the_wave_for_the_next_one()
    {
        using var server = new FolderServer(stage.Channels);
        var counts = stage.PathOf("counts.json");
        var collector = stage.StartRelease("collect", stage.Channels, "--counts", counts, "--listen", "127.0.0.1:0", "--per-address", "9");
        var url = (await collector.LineAsync(@"^Counting at (http://\S+)\.$")).Groups[1].Value;

        // One whose owner does not want it told.
        await FallBackAsync("refuses", server, url, reports: "no");
        for (var i = 1; i <= 3; i++)
        {
            Assert.Contains("goes on", stage.Watch(counts), StringComparison.Ordinal);
            var appliance = await FallBackAsync($"a{i}", server, url);
            await appliance.Node!.LineAsync(@"told the channel's publisher how the update went: FellBack \(answer 204\)");
        }

        Assert.Contains("\"failed\":3", File.ReadAllText(counts), StringComparison.Ordinal);
        Assert.Contains("is halted: 3 of 3 failed", stage.Watch(counts), StringComparison.Ordinal);
        var next = await stage.StartApplianceAsync("next", server.Url, reports: url);
        var status = await next.UpdateAsync();
        Assert.Equal(("nothing", "Stopped"), (status.GetProperty("phase").GetString(), status.GetProperty("fault").GetString()));
        Assert.Equal(BootRecord.Factory, next.Record);
    }

    [Fact]
    public async Task A_device_that_keeps_it_says_so_once_over_all_its_restarts()
    {
        using var server = new FolderServer(stage.Channels);
        var counts = stage.PathOf("counts.json");
        var collector = stage.StartRelease("collect", stage.Channels, "--counts", counts, "--listen", "127.0.0.1:0", "--per-address", "9");
        var url = (await collector.LineAsync(@"^Counting at (http://\S+)\.$")).Groups[1].Value;
        var appliance = await stage.StartApplianceAsync("a1", server.Url, reports: url);
        await appliance.UpdateAsync();

        await appliance.RestartAsync("b", "2", record => record.Next(Slot.B, Slot.B, SlotState.Proven));
        await appliance.Node!.LineAsync(@"how the update went: Confirmed \(answer 204\)");

        // Back, and forward again: the same bundle ends once more.
        await HearthProcess.RunAsync(appliance.State, "update", "back");
        await appliance.RestartAsync("a", "1", record => record.Next(Slot.A, Slot.A, SlotState.Proven));
        await appliance.UpdateAsync();
        await appliance.RestartAsync("b", "2", record => record.Next(Slot.B, Slot.B, SlotState.Proven));
        await appliance.SettledAsync();
        Assert.DoesNotContain("waiting", File.ReadAllText(Path.Join(appliance.State, "updates/report.json")), StringComparison.Ordinal);
        Assert.EndsWith("""{"succeeded":1,"failed":0}}""", File.ReadAllText(counts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_has_all_of_it_and_cannot_install_it_says_so_and_not_that_it_was_lied_to()
    {
        using var server = new FolderServer(stage.Channels) { LiesAbout = "/chunks" };
        var counts = stage.PathOf("counts.json");
        var collector = stage.StartRelease("collect", stage.Channels, "--counts", counts, "--listen", "127.0.0.1:0");
        var url = (await collector.LineAsync(@"^Counting at (http://\S+)\.$")).Groups[1].Value;
        var appliance = await stage.StartApplianceAsync("a1", server.Url, reports: url);
        Assert.Equal("WrongObject", (await appliance.UpdateAsync()).GetProperty("fault").GetString());
        Assert.False(File.Exists(Path.Join(appliance.State, "updates/report.json")));

        server.LiesAbout = null;
        using (var partition = File.OpenWrite(Path.Join(appliance.Slots, "idle-root")))
        {
            partition.SetLength(4096);
        }

        Assert.Equal("DoesNotFit", (await appliance.UpdateAsync()).GetProperty("fault").GetString());
        await appliance.Node!.LineAsync(@"how the update went: NotInstalled \(answer 204\)");
        Assert.EndsWith("""{"succeeded":0,"failed":1}}""", File.ReadAllText(counts), StringComparison.Ordinal);
    }

    private async Task<UpdatedAppliance> FallBackAsync(string name, FolderServer server, string url, string reports = "yes")
    {
        var appliance = await stage.StartApplianceAsync(name, server.Url, reports: url, settings: $$"""{"reports":"{{reports}}"}""");
        Assert.Equal("armed", (await appliance.UpdateAsync()).GetProperty("phase").GetString());
        await appliance.RestartAsync("a", "1", record => record.Next(Slot.A, Slot.B, SlotState.Unusable), isOther: false);
        Assert.Equal("fellBack", (await appliance.SettledAsync()).GetProperty("history")[0].GetProperty("outcome").GetString());
        Assert.True(reports == "yes" || !File.Exists(Path.Join(appliance.State, "updates/report.json")));
        return appliance;
    }
}
