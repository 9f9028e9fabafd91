using System.Text;
using Hearth.Tests.Machine.Light;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>The button held for ten seconds: everything of the owner's is gone from the medium, not only from sight.</summary>
public sealed class FactoryResetTests(ClaimedPc claimed)
{
    private static readonly TimeSpan TooShort = TimeSpan.FromSeconds(6);

    // The reset comes at ten; held until the light said so.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(12);

    [EmulatedFact]
    public async Task Ten_seconds_reset_to_unclaimed_and_content_name_and_keys_are_absent_from_the_raw_disk()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await claimed.BranchAsync(cancel);
        var canaries = await CanariesAsync(cancel);
        Assert.All(await disk.CountAsync(canaries, cancel), count => Assert.NotEqual(0, count));
        await using var appliance = Appliance.Pc(disk, "pc-reset");
        await appliance.PowerOnAsync(cancel);
        var light = appliance.Machine.Light;
        await light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);

        await appliance.Machine.Button.PressAsync(TooShort, cancel);
        Assert.Contains(Rhythm.ResetCountdown, light.Seen.Snapshot().Select(seen => seen?.Rhythm));
        await light.ShowsAsync(Rhythm.Serving, Bounds.Answer, cancel);

        var before = light.Seen.Count;
        var at = appliance.Machine.Elapsed;
        await appliance.Machine.Button.PressAsync(LongEnough, cancel);
        var unclaimed = await light.ShowsAfterResetAsync(Rhythm.Unclaimed, before, Bounds.Boot * 2, cancel);
        Measured.Say($"PC, button down to unclaimed: {(unclaimed.Since - at).TotalSeconds:0.0} s; light {string.Join(", ", light.Seen.Snapshot().Skip(before).Select(seen => $"{seen?.Rhythm}"))}");
        using var panel = new PanelClient(appliance.Forward.Panel);
        Assert.False((await panel.StatusAsync(cancel)).GetProperty("claimed").GetBoolean());
        await appliance.CutPowerAsync();

        Assert.All(await disk.CountAsync(canaries, cancel), count => Assert.Equal(0, count));
    }

    /// <summary>What must vanish: pieces of the content, the file's name, and every key file whole.</summary>
    private async Task<IReadOnlyList<byte[]>> CanariesAsync(CancellationToken cancel)
    {
        using var copy = await claimed.BranchAsync(cancel);
        await using var appliance = Appliance.Pc(copy, "pc-reset-keys");
        await appliance.PowerOnWithAgentAsync(cancel);
        var agent = appliance.Machine.Agent;
        await agent.RunAsync("until [ -e /proc/1/root/run/hearth/data ]; do usleep 100000; done", cancel, withinSeconds: Bounds.Boot.TotalSeconds);
        var keys = await agent.RunAsync("for key in $(find /proc/1/root/data/node/keys -type f -size +0); do base64 -w 0 $key; echo; done", cancel);
        byte[][] files = [.. keys.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Convert.FromBase64String)];
        Assert.True(files.Length >= 2, "The owner's and the device's key have a file each.");
        return [claimed.Content[1000..1064], claimed.Content[^2000..^1936], Encoding.UTF8.GetBytes(claimed.File), .. files];
    }
}
