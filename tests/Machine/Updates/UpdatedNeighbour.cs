using System.Security.Cryptography;
using Hearth.Tests.Machine.Images;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>
/// The PC of /p/bob, switched off, with the next version: it took it from a server that only it could reach, and that is gone for
/// good. Made once, when the first test asks for it; each test goes on from a copy.
/// </summary>
public sealed class UpdatedNeighbour : IDisposable
{
    // More than an update of a release has mostly, so that there is a middle in which it can be cut off: flushes are 4 MiB apart.
    private const int NewBytes = 8_000_000;

    private readonly SemaphoreSlim turn = new(1);
    private PublishedUpdate? update;
    private TestDisk? disk;

    /// <summary>A copy of its disk.</summary>
    internal async Task<TestDisk> BranchAsync(CancellationToken cancel) => await (await DiskAsync(cancel)).BranchAsync(cancel);

    /// <summary>A disk with the version before.</summary>
    internal async Task<TestDisk> FlashOlderAsync(CancellationToken cancel)
    {
        await DiskAsync(cancel);
        return await update!.FlashAsync(cancel);
    }

    public void Dispose()
    {
        disk?.Dispose();
        update?.Dispose();
        turn.Dispose();
    }

    private async Task<TestDisk> DiskAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            return disk ??= await MakeAsync(cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<TestDisk> MakeAsync(CancellationToken cancel)
    {
        update ??= await PublishedUpdate.MakeAsync(cancel, NewBytes);
        var made = await update.FlashAsync(cancel);
        await using var appliance = Appliance.Pc(made, "pc-updated-neighbour");
        using var panel = new PanelClient(appliance.Forward.Panel);
        await appliance.PowerOnAsync(cancel);
        await PublishedUpdate.ClaimAsync(appliance, panel, "bob", RandomNumberGenerator.GetBytes(100), cancel);
        await panel.InstallUpdateAsync(cancel);
        var end = await panel.FollowUpdateAsync(PublishedUpdate.HasEnded, Bounds.Update, cancel);

        PublishedUpdate.AssertStayed(end);
        var how = end.GetProperty("history")[0];
        Assert.Equal(0, how.GetProperty("neighbourBytes").GetInt64());
        Assert.InRange(how.GetProperty("serverBytes").GetInt64(), NewBytes, long.MaxValue);
        Assert.NotEqual(0, update.Asked);
        update.StopServer();
        await appliance.CutPowerAsync();
        return made;
    }
}
