using System.Security.Cryptography;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Xunit;

[assembly: AssemblyFixture(typeof(Hearth.Tests.Machine.ClaimedPc))]

namespace Hearth.Tests.Machine;

/// <summary>
/// The PC of /p/alice, switched off: made once, when the first test asks for it, by pressing its button and
/// publishing over its panel. Each test goes on from a copy.
/// </summary>
public sealed class ClaimedPc : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private TestDisk? disk;

    /// <summary>What <see cref="Name"/> holds: random, so that it is nowhere else.</summary>
    internal byte[] Content { get; } = RandomNumberGenerator.GetBytes(100_000);

    /// <summary>The file's own name, random too.</summary>
    internal string File { get; } = $"canary-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.jpg";

    /// <summary>The name that it is published under.</summary>
    internal string Name => $"/p/alice/{File}";

    /// <summary>A copy of the appliance's disk.</summary>
    internal async Task<TestDisk> BranchAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            disk ??= await MakeAsync(cancel);
            return await disk.BranchAsync(cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        disk?.Dispose();
        turn.Dispose();
    }

    private async Task<TestDisk> MakeAsync(CancellationToken cancel)
    {
        var made = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        await using var appliance = Appliance.Pc(made, "pc-claimed");
        await appliance.PowerOnAsync(cancel);
        using var panel = new PanelClient(appliance.Forward.Panel);
        await appliance.ClaimAsync(panel, "alice", cancel);
        await panel.PublishAsync(File, Content, cancel);
        await appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Answer, cancel);
        // What was answered is on the disk: the power may go.
        await appliance.CutPowerAsync();
        return made;
    }
}
