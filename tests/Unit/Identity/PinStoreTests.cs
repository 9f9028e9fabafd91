using Hearth.Identity;
using Hearth.Identity.State;
using Hearth.Identity.Trust;
using Xunit;

namespace Hearth.Tests.Identity;

public sealed class PinStoreTests : IDisposable
{
    private static readonly Username Alice = Username.Parse("alice");
    private static readonly Fingerprint First = Fingerprint.Of("first"u8);
    private static readonly Fingerprint Second = Fingerprint.Of("second"u8);

    private readonly TemporaryFolder state = new();

    [Fact]
    public void The_owner_seen_first_is_pinned_and_stays()
    {
        var pins = PinStore.Open(state.Path);

        Assert.False(pins.TryFind(Alice, out _));
        Assert.Equal(PinResult.Pinned, pins.Observe(Alice, First, Owner.ClaimTime));
        Assert.Equal(PinResult.Known, pins.Observe(Alice, First, Owner.ClaimTime.AddDays(1)));
        Assert.Equal(PinResult.Differs, pins.Observe(Alice, Second, Owner.ClaimTime.AddDays(2)));
        Assert.True(pins.TryFind(Alice, out var pin));
        Assert.Equal(new Pin(First, Owner.ClaimTime), pin);
    }

    [Fact]
    public void Pins_are_on_the_disk_at_once_for_their_owner_only()
    {
        PinStore.Open(state.Path).Observe(Alice, First, Owner.ClaimTime);

        Assert.True(PinStore.Open(state.Path).TryFind(Alice, out var pin));
        Assert.Equal(new Pin(First, Owner.ClaimTime), pin);
        Assert.Equal(["pins.json"], Directory.GetFiles(state.Path).Select(Path.GetFileName));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(state["pins.json"]));
    }

    [Fact]
    public void The_file_reads_as_it_did_in_the_first_release()
    {
        File.WriteAllText(state["pins.json"], $$"""
            {
              "version": 1,
              "pins": [ { "namespace": "/p/alice", "fingerprint": "{{First.Hex}}", "firstSeen": "2026-11-20T12:00:00+00:00" } ]
            }
            """);

        Assert.True(PinStore.Open(state.Path).TryFind(Alice, out var pin));
        Assert.Equal(new Pin(First, Owner.ClaimTime), pin);
    }

    [Fact]
    public void What_another_process_pinned_meanwhile_counts()
    {
        var mine = PinStore.Open(state.Path);
        PinStore.Open(state.Path).Observe(Alice, First, Owner.ClaimTime);

        Assert.Equal(PinResult.Differs, mine.Observe(Alice, Second, Owner.ClaimTime));
        Assert.Equal(PinResult.Pinned, mine.Observe(Username.Parse("bob"), Second, Owner.ClaimTime));
        Assert.Equal(2, PinStore.Open(state.Path).Count);
    }

    [Fact]
    public void Only_forgetting_lets_another_owner_in()
    {
        var pins = PinStore.Open(state.Path);
        pins.Observe(Alice, First, Owner.ClaimTime);

        Assert.True(pins.Forget(Alice));
        Assert.False(pins.Forget(Alice));
        Assert.Equal(PinResult.Pinned, PinStore.Open(state.Path).Observe(Alice, Second, Owner.ClaimTime));
    }

    [Fact]
    public void A_full_store_takes_no_new_pin_and_drops_no_old_one()
    {
        var entries = Enumerable.Range(0, PinStore.MaxPins)
            .Select(i => $$"""{"namespace":"/p/u{{i}}","fingerprint":"{{First.Hex}}","firstSeen":"2026-11-20T12:00:00Z"}""");
        File.WriteAllText(state["pins.json"], $$"""{"version":1,"pins":[{{string.Join(',', entries)}}]}""");
        var pins = PinStore.Open(state.Path);

        Assert.Equal(PinResult.Full, pins.Observe(Alice, First, Owner.ClaimTime));
        Assert.Equal(PinResult.Known, pins.Observe(Username.Parse("u0"), First, Owner.ClaimTime));
        Assert.Equal(PinStore.MaxPins, PinStore.Open(state.Path).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":2,"pins":[]}""")]
    [InlineData("""{"version":1,"pins":null}""")]
    [InlineData("""{"version":1,"pins":[{"namespace":"/q/alice","fingerprint":"00","firstSeen":"2026-11-20T12:00:00Z"}]}""")]
    [InlineData("""{"version":1,"pins":[{"namespace":"/p/alice","fingerprint":"00","firstSeen":"2026-11-20T12:00:00Z"}]}""")]
    [InlineData("""{"version":1,"pins":[{"namespace":"/p/alice","fingerprint":"FF","firstSeen":"2026-11-20T12:00:00Z"},{}]}""")]
    public void A_damaged_file_is_said_in_one_line_and_left_alone(string text)
    {
        File.WriteAllText(state["pins.json"], text);

        var line = Assert.Throws<StateFaultException>(() => PinStore.Open(state.Path)).Message;
        Assert.StartsWith($"{state["pins.json"]} cannot be read", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.Equal(text, File.ReadAllText(state["pins.json"]));
    }

    [Fact]
    public void A_power_cut_before_any_step_leaves_the_old_pins_or_the_new_ones()
    {
        for (var step = 0; step < 5; step++)
        {
            using var disk = new TemporaryFolder();
            new StateFolder(disk.Path).Replace("file", "old"u8);
            var taken = 0;
            var folder = new StateFolder(disk.Path, _ =>
            {
                if (taken++ == step)
                {
                    throw new InvalidOperationException("power cut");
                }
            });

            Assert.Throws<InvalidOperationException>(() => folder.Replace("file", "new"u8));
            Assert.Equal(step < 4 ? "old" : "new", File.ReadAllText(disk["file"]));
            new StateFolder(disk.Path).Replace("file", "newer"u8);
            Assert.Equal(["file"], Directory.GetFiles(disk.Path).Select(Path.GetFileName));
        }
    }

    public void Dispose() => state.Dispose();
}
