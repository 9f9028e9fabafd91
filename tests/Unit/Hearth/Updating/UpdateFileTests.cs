using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updating;

/// <summary>An owner brings an update in one file: <c>hearth update apply FILE</c>, with the real processes of <see cref="UpdateTests"/>.</summary>
public sealed class UpdateFileTests : IAsyncLifetime
{
    private readonly UpdateStage stage = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task An_appliance_that_reaches_nobody_takes_an_update_from_a_file_and_its_neighbour_from_there()
    {
        var first = await stage.StartApplianceAsync("a1");

        var (code, output, status) = await first.ApplyAsync(stage.Pack());

        Assert.True(code == 0, $"{output}\n{first.Node!.Transcript}");
        Assert.Equal("armed", status.GetProperty("phase").GetString());
        first.AssertIdleSlotHolds(stage.ImagesOf("2"));
        Assert.Equal((Slot.B, true, true), (first.Record.First, first.Record.A.Good, first.Record.B.Try));
        Assert.False(Directory.Exists(first.Brought));

        var second = await stage.StartApplianceAsync("a2");
        await UpdateStage.RouteAsync(second.State, first.State);
        Assert.Equal("armed", (await second.UpdateAsync()).GetProperty("phase").GetString());
        second.AssertIdleSlotHolds(stage.ImagesOf("2"));
    }

    [Theory]
    [InlineData("noise", "That is no update file")]
    [InlineData("half", "That is no update file")]
    [InlineData("empty", "That is no update file")]
    [InlineData("other board", "for another kind of board")]
    public async Task A_file_that_cannot_be_one_for_this_board_is_refused_before_anything_is_tried(string what, string line)
    {
        var appliance = await stage.StartApplianceAsync("a1");

        var (code, output) = await HearthProcess.RunAsync(appliance.State, "update", "apply", FileOf(what));

        AssertRefused(appliance, code, output, line);
        Assert.False(Directory.Exists(appliance.Brought));
    }

    [Theory]
    [InlineData("timestamp.json", "TooFewSignatures")]
    [InlineData(".bundle", "WrongTarget")]
    [InlineData("deltas/", "WrongObject")]
    public async Task What_was_changed_in_a_file_is_found_out_as_if_it_had_been_fetched(string part, string fault)
    {
        var appliance = await stage.StartApplianceAsync("a1");

        var (code, output, _) = await appliance.ApplyAsync(stage.PackFalsified(part));

        Assert.True(code == 1 && output.Contains(fault, StringComparison.Ordinal), output);
        Assert.Equal((Slot.A, true, false), (appliance.Record.First, appliance.Record.A.Good, appliance.Record.B.Try));
        Assert.False(Directory.Exists(appliance.Brought));
    }

    [Fact]
    public async Task A_file_with_an_older_version_than_runs_is_not_installed()
    {
        var appliance = await stage.StartApplianceAsync("a1", runs: "3");

        var (code, output, _) = await appliance.ApplyAsync(stage.Pack());

        AssertRefused(appliance, code, output, "stable has 2, here runs 3 (Older)");
    }

    [Fact]
    public async Task A_file_that_was_signed_too_long_ago_is_not_installed()
    {
        stage.Refresh(DateTimeOffset.UtcNow - TimeSpan.FromDays(8));
        var appliance = await stage.StartApplianceAsync("a1");

        var (code, output, _) = await appliance.ApplyAsync(stage.Pack());

        AssertRefused(appliance, code, output, "(Expired)");
    }

    [Fact]
    public async Task A_file_that_is_older_than_what_the_channel_said_since_is_not_installed()
    {
        var file = stage.Pack();
        stage.Publish("3");
        using var server = new FolderServer(stage.Channels);
        var appliance = await stage.StartApplianceAsync("a1", server.Url);
        await appliance.UpdateAsync("check");

        var (code, output, _) = await appliance.ApplyAsync(file);

        AssertRefused(appliance, code, output, "(TimestampRollback)");
    }

    [Fact]
    public async Task After_a_bad_file_the_channel_is_asked_again()
    {
        using var server = new FolderServer(stage.Channels);
        var appliance = await stage.StartApplianceAsync("a1", server.Url);
        await appliance.ApplyAsync(stage.PackFalsified("timestamp.json"));
        Assert.Empty(server.Asked);

        Assert.Equal("armed", (await appliance.UpdateAsync()).GetProperty("phase").GetString());
        Assert.NotEmpty(server.Asked);
    }

    private string FileOf(string what)
    {
        if (what == "other board")
        {
            stage.Publish("2", "test/other");
            return stage.Pack(board: "test/other");
        }

        var file = stage.Pack();
        var whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, what switch { "half" => whole[..(whole.Length / 2)], "noise" => whole[1..], _ => [] });
        return file;
    }

    // One line that says why, and nothing has changed.
    private static void AssertRefused(UpdatedAppliance appliance, int code, string output, string line)
    {
        var lines = output.Split('\n');
        Assert.True(code == 1 && lines.Any(said => said.Contains(line, StringComparison.Ordinal)), output);
        Assert.StartsWith("hearth: ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(BootRecord.Factory, appliance.Record);
    }
}
