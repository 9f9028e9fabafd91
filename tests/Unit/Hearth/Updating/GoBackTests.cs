using System.Text.Json;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updating;

/// <summary>An owner goes back from a version that was fetched, with the real processes of <see cref="UpdateTests"/>; this test is the boot loader.</summary>
public sealed class GoBackTests : IAsyncLifetime
{
    private readonly UpdateStage stage = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task An_owner_gets_the_version_before_back_and_it_stays_until_told_otherwise()
    {
        using var server = new FolderServer(stage.Channels);
        var appliance = await UpdatedAsync(server);
        await appliance.RestartAsync("b", "2", Confirmed(Slot.B));
        var updated = await appliance.SettledAsync();
        Assert.Equal(("2", true), (updated.GetProperty("running").GetString(), updated.GetProperty("canGoBack").GetBoolean()));
        Assert.Equal(("nothing", "Current"), NowOf(updated));

        var (code, output) = await HearthProcess.RunAsync(appliance.State, "update", "back");
        Assert.True(code == 0, output);
        await appliance.Supervise!.LineAsync("restarting the board");
        Assert.Equal((Slot.A, new SlotState(Good: true, Try: true), SlotState.Proven), (appliance.Record.First, appliance.Record.A, appliance.Record.B));

        // On trial, like any version.
        await appliance.RestartAsync("a", "1", record => record);
        await AssertRefusedAsync(appliance, "on trial", "has to prove itself");

        await appliance.RestartAsync("a", "1", Confirmed(Slot.A), isOther: false);
        var back = await appliance.SettledAsync();
        Assert.Equal(["2 1 wentBack", "1 2 confirmed"], HistoryOf(back));
        Assert.True(back.GetProperty("canGoBack").GetBoolean());
        Assert.Equal(("nothing", "FellBack"), NowOf(back));

        // What it went back from is there, and is not taken by itself; the owner may change the mind.
        var look = await appliance.UpdateAsync("check");
        Assert.Equal(("nothing", "FellBack"), NowOf(look));
        Assert.Equal("armed", (await appliance.UpdateAsync()).GetProperty("phase").GetString());
    }

    [Fact]
    public async Task Where_the_version_before_does_not_run_the_owner_sees_that_it_stayed()
    {
        using var server = new FolderServer(stage.Channels);
        var appliance = await UpdatedAsync(server);
        await appliance.RestartAsync("b", "2", Confirmed(Slot.B));
        await appliance.SettledAsync();
        Assert.Equal(0, (await HearthProcess.RunAsync(appliance.State, "update", "back")).ExitCode);

        // Slot A was tried and given up: B runs again.
        await appliance.RestartAsync("b", "2", record => record.Next(Slot.B, Slot.A, SlotState.Unusable), isOther: false);

        var status = await appliance.SettledAsync();
        Assert.Equal(["2 2 notBack", "1 2 confirmed"], HistoryOf(status));
        Assert.False(status.GetProperty("canGoBack").GetBoolean());
        await AssertRefusedAsync(appliance, "nothing there", "no version to go back to");
    }

    private async Task<UpdatedAppliance> UpdatedAsync(FolderServer server)
    {
        var appliance = await stage.StartApplianceAsync("a1", server.Url);
        Assert.Equal("armed", (await appliance.UpdateAsync()).GetProperty("phase").GetString());
        return appliance;
    }

    private static Func<BootRecord, BootRecord> Confirmed(Slot slot) => record => record.Next(slot, slot, SlotState.Proven);

    private static (string?, string?) NowOf(JsonElement status) => (status.GetProperty("phase").GetString(), status.GetProperty("fault").GetString());

    private static IEnumerable<string> HistoryOf(JsonElement status) => status.GetProperty("history").EnumerateArray()
        .Select(one => $"{one.GetProperty("from").GetString()} {one.GetProperty("to").GetString()} {one.GetProperty("outcome").GetString()}");

    private static async Task AssertRefusedAsync(UpdatedAppliance appliance, string when, string line)
    {
        var before = appliance.Record;
        var (code, output) = await HearthProcess.RunAsync(appliance.State, "update", "back");
        Assert.True(code == 1 && output.Contains(line, StringComparison.Ordinal), $"{when}: {output}");
        Assert.Equal(before, appliance.Record);
    }
}
