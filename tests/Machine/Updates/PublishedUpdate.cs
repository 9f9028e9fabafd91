using System.Text.Json;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Hearth.Tests.Updating;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>A channel with keys of its own and a server here: a version of the PC that takes updates from there, and the next one, published.</summary>
internal sealed class PublishedUpdate : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("update");
    private readonly FolderServer server;

    private PublishedUpdate() => server = new FolderServer(Path.Combine(folder.FullName, "channels"));

    /// <summary>The version that is published.</summary>
    public const string Next = "0.1.2";

    /// <summary>Files that were asked for.</summary>
    public int Asked => server.Asked.Count;

    /// <summary>Makes both versions, and publishes the next one.</summary>
    /// <param name="cancel">Ends it.</param>
    /// <param name="bytes">How many bytes are new in it that no compression makes fewer.</param>
    public static async Task<PublishedUpdate> MakeAsync(CancellationToken cancel, int bytes = 0)
    {
        var update = new PublishedUpdate();
        var script = Path.Combine(TestOutput.Root, "tests", "Machine", "Updates", "make-update");
        // The router of QEMU's own network leads to this machine.
        var url = update.server.Url.Replace("127.0.0.1", "10.0.2.2", StringComparison.Ordinal);
        await OwnedProcess.RunAsync([script, update.folder.FullName, url, $"{bytes}"], cancel);
        return update;
    }

    /// <summary>A disk with the version before.</summary>
    public async Task<TestDisk> FlashAsync(CancellationToken cancel)
    {
        using var factory = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        return await factory.EditedAsync(raw => raw.Flash(Slot.A, PathOf("kernel.ext2"), PathOf("root.erofs")), cancel);
    }

    /// <summary>The server goes, for good.</summary>
    public void StopServer() => server.Dispose();

    /// <summary>Claims a fresh appliance for somebody, with its button, and publishes <c>garden.jpg</c>.</summary>
    public static async Task ClaimAsync(Appliance appliance, PanelClient panel, string owner, byte[] content, CancellationToken cancel)
    {
        var light = appliance.Machine.Light;
        await light.ShowsAsync(Rhythm.Unclaimed, Bounds.Boot, cancel);
        await appliance.Machine.TapAsync(cancel);
        await light.ShowsAsync(Rhythm.Pairing, Bounds.Answer, cancel);
        await panel.ClaimAsync(owner, cancel);
        await panel.PublishAsync("garden.jpg", content, cancel);
    }

    /// <summary>Tried and judged, or not even written.</summary>
    public static bool HasEnded(JsonElement update) =>
        update.GetProperty("history").GetArrayLength() > 0 || update.GetProperty("phase").GetString() is "failed" or "nothing";

    /// <summary>The next version runs, and has proved itself.</summary>
    public static void AssertStayed(JsonElement update)
    {
        Assert.True(update.GetProperty("running").GetString() == Next, $"{update}");
        Assert.False(update.GetProperty("unproven").GetBoolean());
        Assert.Equal("confirmed", update.GetProperty("history")[0].GetProperty("outcome").GetString());
    }

    public void Dispose()
    {
        server.Dispose();
        folder.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(folder.FullName, "old", name);
}
