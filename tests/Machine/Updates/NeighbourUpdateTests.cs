using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Tests.Machine.Light;
using Hearth.Tests.Machine.Network;
using Xunit;

namespace Hearth.Tests.Machine.Updates;

/// <summary>
/// A PC takes an update from its neighbour, on an Ethernet that leads nowhere: its channel's server was never in its reach, and
/// is gone before it is switched on.
/// </summary>
public sealed class NeighbourUpdateTests(UpdatedNeighbour neighbour) : IClassFixture<UpdatedNeighbour>
{
    [EmulatedFact]
    public async Task It_takes_the_update_by_name_starts_into_it_and_keeps_claim_and_content()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var home = await Home.OpenAsync(neighbour, "pc-by-name", cancel);
        var (first, light) = (home.First, home.First.Machine.Light);
        using var panel = home.Browse();
        var content = await ClaimAsync(first, panel, cancel);
        await light.ShowsAsync(Rhythm.Serving, Bounds.Answer, cancel);
        var before = light.Seen.Count - 1;

        var asked = first.Machine.Elapsed;
        await panel.InstallUpdateAsync(cancel);
        var end = await panel.FollowUpdateAsync(PublishedUpdate.HasEnded, Bounds.Update, cancel);
        var seconds = (first.Machine.Elapsed - asked).TotalSeconds;

        PublishedUpdate.AssertStayed(end);
        var how = end.GetProperty("history")[0];
        var (fetched, near, far) = (Bytes(how, "fetchedBytes"), Bytes(how, "neighbourBytes"), Bytes(how, "serverBytes"));
        Measured.Say($"PC, update by name: over after {seconds:0.0} s, {fetched / 1e6:0.00} MB fetched in {how.GetProperty("seconds").GetDouble():0.0} s; with metadata {near / 1e6:0.00} MB from the neighbour, {far} B from servers");
        Assert.Equal(0, far);
        Assert.InRange(near, fetched, fetched * 11 / 10);
        await light.ShowsAsync(Rhythm.Serving, Bounds.Answer, cancel);
        // A PC serves before the second flash of a start, which may go unread.
        Assert.Equal(
            [Rhythm.Serving, Rhythm.Updating, null, Rhythm.Serving],
            light.Seen.Snapshot().Skip(before).Select(seen => seen?.Rhythm).Where(seen => seen != Rhythm.Starting));
        var status = await panel.StatusAsync(cancel);
        Assert.Equal(("b", "/p/alice"), (status.GetProperty("slot").GetString(), status.GetProperty("namespace").GetString()));
        Assert.Equal(content, await Stranger.GetAsync("/p/alice/garden.jpg", $"udp4://{home.Address}:6363", cancel, home.Segment.Prefix));
    }

    [EmulatedFact]
    public async Task Cut_off_in_the_middle_it_fetches_the_rest_and_no_more()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var home = await Home.OpenAsync(neighbour, "pc-cut-off", cancel);
        var first = home.First;
        using var panel = home.Browse();
        var content = await ClaimAsync(first, panel, cancel);
        await panel.InstallUpdateAsync(cancel);
        var middle = await panel.FollowUpdateAsync(update => Bytes(update, "fetchedBytes") * 3 > Bytes(update, "fetchBytes") * 2, Bounds.Update, cancel);
        await first.CutPowerAsync();
        var (whole, had) = (Bytes(middle, "fetchBytes"), Bytes(middle, "fetchedBytes"));
        Assert.InRange(had, 1, whole - 1);

        await first.PowerOnAsync(cancel);
        await first.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
        await panel.InstallUpdateAsync(cancel);
        var end = await panel.FollowUpdateAsync(PublishedUpdate.HasEnded, Bounds.Update, cancel);

        PublishedUpdate.AssertStayed(end);
        var how = end.GetProperty("history")[0];
        var (fetched, near) = (Bytes(how, "fetchedBytes"), Bytes(how, "neighbourBytes"));
        Measured.Say($"PC, update by name, cut off with {had / 1e6:0.00} of {whole / 1e6:0.00} MB: {fetched / 1e6:0.00} MB were not in its slots, {near / 1e6:0.00} MB with metadata from the neighbour, {Bytes(how, "serverBytes")} B from servers");
        // What its slots lost to the cut, the shelf for its neighbours may have kept.
        Assert.InRange(near, 1, whole * 9 / 10);
        Assert.Equal(0, Bytes(how, "serverBytes"));
        Assert.Equal(content, await Stranger.GetAsync("/p/alice/garden.jpg", $"udp4://{home.Address}:6363", cancel, home.Segment.Prefix));
    }

    private static async Task<byte[]> ClaimAsync(Appliance appliance, PanelClient panel, CancellationToken cancel)
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        await PublishedUpdate.ClaimAsync(appliance, panel, "alice", content, cancel);
        return content;
    }

    private static long Bytes(JsonElement json, string name) => json.GetProperty(name).GetInt64();

    /// <summary>The neighbour, and a fresh PC with the version before, on a segment with DHCP and nothing else.</summary>
    private sealed class Home : IAsyncDisposable
    {
        private readonly List<IDisposable> disks = [];
        private readonly List<IAsyncDisposable> machines = [];

        private Home(EthernetSegment segment) => Segment = segment;

        public EthernetSegment Segment { get; }

        public Appliance First { get; private set; } = null!;

        public IPAddress Address { get; private set; } = IPAddress.None;

        public static async Task<Home> OpenAsync(UpdatedNeighbour neighbour, string label, CancellationToken cancel)
        {
            var second = await neighbour.BranchAsync(cancel);
            var older = await neighbour.FlashOlderAsync(cancel);
            var home = new Home(await EthernetSegment.CreateAsync(sockets: 2, cancel)) { disks = { second, older } };
            try
            {
                await home.SwitchOnAsync(second, older, label, cancel);
                return home;
            }
            catch
            {
                await home.DisposeAsync();
                throw;
            }
        }

        public PanelClient Browse() => Segment.Browse(Address);

        public async ValueTask DisposeAsync()
        {
            foreach (var machine in machines)
            {
                await machine.DisposeAsync();
            }

            await Segment.DisposeAsync();
            disks.ForEach(disk => disk.Dispose());
        }

        private async Task SwitchOnAsync(Images.TestDisk second, Images.TestDisk older, string label, CancellationToken cancel)
        {
            // The channel's server would be there, if it were.
            await Assert.ThrowsAsync<InvalidOperationException>(() => Segment.RunAsync(cancel, "ip", "route", "get", "10.0.2.2"));
            var dhcp = Segment.StartDhcp();
            var other = Appliance.Pc(second, $"{label}-neighbour", Segment.Cable(1));
            machines.Add(other);
            First = Appliance.Pc(older, label, Segment.Cable(0));
            machines.Add(First);
            await other.PowerOnAsync(cancel);
            await other.Machine.Light.ShowsAsync(Rhythm.Serving, Bounds.Boot, cancel);
            await First.PowerOnAsync(cancel);
            Address = await Segment.LeaseAsync(dhcp, 0, cancel);
        }
    }
}
