using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Hearth.Tests.Updating;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>A PC takes an update as its owner sees it: asked for on the panel, fetched, written, tried and kept.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("update");

    [EmulatedFact]
    public async Task A_PC_takes_an_update_from_its_channels_server_and_keeps_claim_and_content()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var server = new FolderServer(PathOf("channels"));
        // The router of QEMU's network leads to this machine.
        await OwnedProcess.RunAsync([Script, folder.FullName, server.Url.Replace("127.0.0.1", "10.0.2.2", StringComparison.Ordinal)], cancel);
        using var factory = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        using var disk = await factory.EditedAsync(raw => raw.Flash(Slot.A, PathOf("old/kernel.ext2"), PathOf("old/root.erofs")), cancel);
        await using var appliance = Appliance.Pc(disk, "pc-update");
        using var panel = new PanelClient(appliance.Forward.Panel);
        await appliance.PowerOnAsync(cancel);
        var content = await ClaimAsync(appliance, panel, cancel);

        var asked = appliance.Machine.Elapsed;
        await panel.InstallUpdateAsync(cancel);
        var end = await panel.FollowUpdateAsync(HasEnded, Bounds.Update, cancel);
        Measured.Say($"PC, update: over after {(appliance.Machine.Elapsed - asked).TotalSeconds:0.0} s, {end.GetProperty("fetchedBytes").GetInt64() / 1e6:0.0} MB fetched");

        Assert.True(end.GetProperty("running").GetString() == "0.1.2", $"{end}");
        Assert.False(end.GetProperty("unproven").GetBoolean());
        Assert.Equal("confirmed", end.GetProperty("history")[0].GetProperty("outcome").GetString());
        var status = await panel.StatusAsync(cancel);
        Assert.Equal(("b", "/p/alice"), (status.GetProperty("slot").GetString(), status.GetProperty("namespace").GetString()));
        Assert.Equal(content, await Stranger.GetAsync("/p/alice/garden.jpg", $"tcp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));
        await appliance.CutPowerAsync();
        using var after = await disk.EditedAsync(raw => Assert.Equal(new(4, Slot.B, SlotState.Proven, SlotState.Proven), raw.Record.Read()), cancel);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string Script => Path.Combine(TestOutput.Root, "tests", "Machine", "Updates", "make-update");

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private static async Task<byte[]> ClaimAsync(Appliance appliance, PanelClient panel, CancellationToken cancel)
    {
        var light = appliance.Machine.Light;
        await light.ShowsAsync(Rhythm.Unclaimed, Bounds.Boot, cancel);
        await appliance.Machine.TapAsync(cancel);
        await light.ShowsAsync(Rhythm.Pairing, Bounds.Answer, cancel);
        await panel.ClaimAsync("alice", cancel);
        var content = RandomNumberGenerator.GetBytes(100_000);
        await panel.PublishAsync("garden.jpg", content, cancel);
        return content;
    }

    // Tried and judged, or not even written.
    private static bool HasEnded(JsonElement update) =>
        update.GetProperty("history").GetArrayLength() > 0 || update.GetProperty("phase").GetString() is "failed" or "nothing";
}
