using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>An image's first day, as its owner lives it: nothing of the tests is inside.</summary>
public sealed class FirstDayTests
{
    [EmulatedFact]
    public async Task The_ARM64_image_blinks_is_claimed_by_its_button_serves_and_still_does_after_a_reset_and_a_power_cut()
    {
        using var disk = await TestDisk.FlashAsync(ImageBuild.Virt, TestContext.Current.CancellationToken);
        await using var appliance = Appliance.Virt(disk, "virt-first-day");
        await LiveAsync("virt", ImageBuild.Virt, appliance);
    }

    [EmulatedFact]
    public async Task The_PC_image_blinks_is_claimed_by_its_power_button_serves_and_still_does_after_a_reset_and_a_power_cut()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        await using var appliance = Appliance.Pc(disk, "pc-first-day");
        await LiveAsync("PC", ImageBuild.Pc, appliance);

        await appliance.CutPowerAsync();

        await appliance.PowerOnWithAgentAsync(cancel);
        await appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
        var memory = await appliance.Machine.Agent.RunAsync("awk '/^MemTotal|^MemAvailable/ { m[$1] = $2 } END { print m[\"MemTotal:\"] - m[\"MemAvailable:\"] }' /proc/meminfo", cancel);
        var own = await appliance.Machine.Agent.RunAsync("awk '/^VmRSS/ { print FILENAME, $2 }' $(grep -l hearth /proc/[0-9]*/comm | sed s/comm/status/)", cancel);
        Measured.Keep(ImageBuild.Pc, "memoryMegabytes", int.Parse(memory, CultureInfo.InvariantCulture) * 1024 / 1e6);
        Measured.Say($"PC, serving: {int.Parse(memory, CultureInfo.InvariantCulture) / 1024} MiB in use (total less available); resident of its processes, in kB: {own.Replace('\n', ';')}");
    }

    private static async Task LiveAsync(string board, ImageBuild image, Appliance appliance)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var panel = new PanelClient(appliance.Forward.Panel);

        await appliance.PowerOnAsync(cancel);
        var light = appliance.Machine.Light;
        var unclaimed = await light.ShowsAsync(Rhythm.Unclaimed, Bounds.Boot, cancel);
        Measured.Say($"{board}, first start: unclaimed at {unclaimed.Since.TotalSeconds:0.0} s, after {string.Join(", ", light.Seen.Snapshot().SkipLast(1).Select(seen => $"{seen?.Rhythm} at {seen?.Since.TotalSeconds:0.0} s"))}");

        // A keyboard's light comes late: of a quick start it shows a flash or none.
        Assert.True(board == "PC" || light.Seen.Snapshot()[0]?.Rhythm == Rhythm.Starting);

        using (var refused = await panel.TryClaimAsync("alice", cancel))
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        await appliance.Machine.TapAsync(cancel);
        await light.ShowsAsync(Rhythm.Pairing, Bounds.Answer, cancel);
        var claim = await panel.ClaimAsync("alice", cancel);
        Assert.Equal("/p/alice", claim.GetProperty("namespace").GetString());
        await light.ShowsAsync(Rhythm.Serving, Bounds.Answer, cancel);
        var content = RandomNumberGenerator.GetBytes(100_000);
        await panel.PublishAsync("garden.jpg", content, cancel);
        await FetchEverywayAsync(appliance, content, cancel);

        var before = light.Seen.Count;
        var pressed = appliance.Machine.Elapsed;
        await appliance.Machine.ResetAsync(cancel);
        var serving = await light.ShowsAfterResetAsync(Rhythm.Serving, before, Bounds.Boot, cancel);
        Measured.Say($"{board}, reset to serving: {(serving.Since - pressed).TotalSeconds:0.0} s");
        await FetchEverywayAsync(appliance, content, cancel);

        await appliance.CutPowerAsync();
        await appliance.PowerOnAsync(cancel);
        serving = await appliance.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
        Measured.Keep(image, "powerToServingSeconds", serving.Since.TotalSeconds);
        Measured.Say($"{board}, power to serving: {serving.Since.TotalSeconds:0.0} s");
        Assert.Equal("/p/alice", (await panel.StatusAsync(cancel)).GetProperty("namespace").GetString());
        await FetchEverywayAsync(appliance, content, cancel);
        await panel.PublishAsync("after.txt", content[..100], cancel);
    }

    private static async Task FetchEverywayAsync(Appliance appliance, byte[] content, CancellationToken cancel)
    {
        Assert.Equal(content, await Stranger.GetAsync("/p/alice/garden.jpg", $"udp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));
        Assert.Equal(content, await Stranger.GetAsync("/p/alice/garden.jpg", $"tcp4://127.0.0.1:{appliance.Forward.Ndn}", cancel));
        await Stranger.FetchByNdntsAsync("/p/alice/garden.jpg", content, appliance.Forward.Ndn, cancel);
    }
}
