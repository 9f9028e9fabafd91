using System.Security.Cryptography;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>A PC takes an update as its owner sees it: asked for on the panel, fetched, written, tried and kept.</summary>
public sealed class UpdateTests
{
    [EmulatedFact]
    public async Task A_PC_takes_an_update_from_its_channels_server_and_keeps_claim_and_content()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var update = await PublishedUpdate.MakeAsync(cancel);
        using var disk = await update.FlashAsync(cancel);
        await using var appliance = Appliance.Pc(disk, "pc-update");
        using var panel = new PanelClient(appliance.Forward.Panel);
        await appliance.PowerOnAsync(cancel);
        var content = RandomNumberGenerator.GetBytes(100_000);
        await PublishedUpdate.ClaimAsync(appliance, panel, "alice", content, cancel);

        var asked = appliance.Machine.Elapsed;
        await panel.InstallUpdateAsync(cancel);
        var end = await panel.FollowUpdateAsync(PublishedUpdate.HasEnded, Bounds.Update, cancel);
        Measured.Say($"PC, update: over after {(appliance.Machine.Elapsed - asked).TotalSeconds:0.0} s, {end.GetProperty("fetchedBytes").GetInt64() / 1e6:0.0} MB fetched");

        PublishedUpdate.AssertStayed(end);
        var status = await panel.StatusAsync(cancel);
        Assert.Equal(("b", "/p/alice"), (status.GetProperty("slot").GetString(), status.GetProperty("namespace").GetString()));
        Assert.Equal(content, await Stranger.GetAsync("/p/alice/garden.jpg", $"tcp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));
        await appliance.CutPowerAsync();
        using var after = await disk.EditedAsync(raw => Assert.Equal(new(4, Slot.B, SlotState.Proven, SlotState.Proven), raw.Record.Read()), cancel);
    }
}
