using System.Security.Cryptography;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>A PC goes back from a version that it fetched, as its owner asks on the panel, and stays there.</summary>
public sealed class GoBackTests
{
    [EmulatedFact(Timeout = EmulatedFactAttribute.LongBound)]
    public async Task A_PC_goes_back_from_what_it_fetched_and_keeps_claim_and_content()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var update = await PublishedUpdate.MakeAsync(cancel);
        using var disk = await update.FlashAsync(cancel);
        await using var appliance = Appliance.Pc(disk, "pc-back");
        using var panel = new PanelClient(appliance.Forward.Panel);
        await appliance.PowerOnAsync(cancel);
        var content = RandomNumberGenerator.GetBytes(100_000);
        await PublishedUpdate.ClaimAsync(appliance, panel, "alice", content, cancel);
        await panel.InstallUpdateAsync(cancel);
        PublishedUpdate.AssertStayed(await panel.FollowUpdateAsync(PublishedUpdate.HasEnded, Bounds.Update, cancel));

        var asked = appliance.Machine.Elapsed;
        await panel.GoBackAsync(cancel);
        var back = await panel.FollowUpdateAsync(seen => seen.GetProperty("history").GetArrayLength() == 2, Bounds.Update, cancel);
        Measured.Say($"PC, going back: the version before is proven after {(appliance.Machine.Elapsed - asked).TotalSeconds:0.0} s");

        Assert.Equal("wentBack", back.GetProperty("history")[0].GetProperty("outcome").GetString());
        Assert.NotEqual(PublishedUpdate.Next, back.GetProperty("running").GetString());
        Assert.True(back.GetProperty("canGoBack").GetBoolean());
        var status = await panel.StatusAsync(cancel);
        Assert.Equal(("a", "/p/alice"), (status.GetProperty("slot").GetString(), status.GetProperty("namespace").GetString()));
        Assert.Equal(content, await Stranger.GetAsync("/p/alice/garden.jpg", $"tcp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));

        // It is not taken again by itself.
        await panel.LookForUpdateAsync(cancel);
        var look = await panel.FollowUpdateAsync(seen => !seen.GetProperty("busy").GetBoolean(), Bounds.Update, cancel);
        Assert.Equal("FellBack", look.GetProperty("fault").GetString());
        await appliance.CutPowerAsync();
        using var after = await disk.EditedAsync(raw => Assert.Equal((Slot.A, SlotState.Proven, SlotState.Proven), (raw.Record.Read().First, raw.Record.Read().A, raw.Record.Read().B)), cancel);
    }
}
