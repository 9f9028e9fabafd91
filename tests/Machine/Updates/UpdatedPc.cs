using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.PowerCut;
using Hearth.Tests.Updating;
using Hearth.Updates.Slots;

namespace Hearth.Tests.Machine.Updates;

/// <summary>
/// The PC of /p/alice, which runs 0.1.1 and takes updates from a server on this machine that has 0.1.2: switched on for the tests
/// of a class when the first asks for it. Every write on its disk is heard.
/// </summary>
public sealed class UpdatedPc : IAsyncDisposable
{
    // As small as makes a data partition that its owner fills within a minute.
    private const long DiskSize = 512L << 20;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("channel");
    private readonly FolderServer server;
    private readonly PublishedChannel channel;
    private Task? start;
    private TestDisk? disk;
    private Appliance? appliance;
    private PanelClient? panel;

    public UpdatedPc()
    {
        server = new FolderServer(PathOf("channels"));
        channel = new PublishedChannel(PathOf("channels"), PathOf("keys"));
    }

    /// <summary>When the channel was signed: a month after what the appliance's clock says.</summary>
    internal static DateTimeOffset Signed { get; } = DateTimeOffset.UtcNow.AddDays(30);

    /// <summary>The server; what it does wrong lasts for a test.</summary>
    internal FolderServer Server => server;

    internal PublishedChannel Channel => channel;

    internal Appliance Appliance => appliance!;

    internal PanelClient Panel => panel!;

    internal TestDisk Disk => disk!;

    internal DiskLayout Layout { get; private set; } = null!;

    /// <summary>The boot partition before the first start, as <see cref="RawDisk.BootFiles"/> has it.</summary>
    internal byte[] BootFiles { get; private set; } = [];

    /// <summary>What /p/alice/garden.jpg holds.</summary>
    internal byte[] Content { get; } = RandomNumberGenerator.GetBytes(100_000);

    /// <summary>The appliance serves, its server does nothing wrong, and the channel was signed anew.</summary>
    internal async Task ReadyAsync(CancellationToken cancel)
    {
        await (start ??= StartAsync(cancel));
        server.Instead.Clear();
        (server.LiesAbout, server.BreaksOff) = (null, null);
        channel.Sign(Signed);
    }

    /// <summary>A new folder, which goes with the appliance.</summary>
    internal string NewFolder() => folder.CreateSubdirectory(Path.GetRandomFileName()).FullName;

    /// <summary>The owner looks whether there is something newer; returns when that is known.</summary>
    internal async Task<JsonElement> LookAsync(CancellationToken cancel)
    {
        await Panel.LookForUpdateAsync(cancel);
        return await Panel.FollowUpdateAsync(HasEnded, Bounds.Update, cancel);
    }

    /// <summary>The owner installs what there is; returns when it is known that it is not, or that the appliance will restart.</summary>
    internal async Task<JsonElement> InstallAsync(CancellationToken cancel)
    {
        await Panel.InstallUpdateAsync(cancel);
        return await Panel.FollowUpdateAsync(update => HasEnded(update) || update.GetProperty("phase").GetString() == "armed", Bounds.Update, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (appliance is not null)
        {
            await appliance.DisposeAsync();
        }

        panel?.Dispose();
        disk?.Dispose();
        server.Dispose();
        folder.Delete(recursive: true);
    }

    private static string Script => Path.Combine(TestOutput.Root, "tests", "Machine", "Updates", "make-update");

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private static bool HasEnded(JsonElement update) => !update.GetProperty("busy").GetBoolean();

    private async Task StartAsync(CancellationToken cancel)
    {
        // The router of QEMU's network leads to this machine.
        await OwnedProcess.RunAsync([Script, folder.FullName, server.Url.Replace("127.0.0.1", "10.0.2.2", StringComparison.Ordinal)], cancel);
        using var factory = await TestDisk.FlashAsync(ImageBuild.Pc, cancel, DiskSize);
        disk = await factory.EditedAsync(
            raw =>
            {
                raw.Flash(Slot.A, PathOf("old/kernel.ext2"), PathOf("old/root.erofs"));
                BootFiles = raw.BootFiles();
            },
            cancel);
        appliance = Appliance.WatchedPc(disk, "pc-channels");
        panel = new PanelClient(appliance.Forward.Panel);
        await appliance.PowerOnAsync(cancel);
        await appliance.ClaimAsync(panel, "alice", cancel);
        await panel.PublishAsync("garden.jpg", Content, cancel);
        Layout = await disk.LayoutAsync(cancel);
    }
}
