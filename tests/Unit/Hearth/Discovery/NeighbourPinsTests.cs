using Hearth.Discovery;
using Hearth.Identity;
using Hearth.Identity.Trust;
using Hearth.Tests.Identity;
using Xunit;

namespace Hearth.Tests.Discovery;

public sealed class NeighbourPinsTests : IDisposable
{
    private static readonly DateTimeOffset Now = Owner.ClaimTime;
    private static readonly Username Alice = Username.Parse("alice");

    private readonly TemporaryFolder folder = new();
    private readonly NeighbourPins pins;

    public NeighbourPinsTests() => pins = new NeighbourPins(folder["state"], folder["met"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_owner_who_is_met_first_is_remembered_and_another_is_not_believed()
    {
        Assert.Equal(NeighbourVerdict.Proven, Judge(owner: 1, device: 1));
        Assert.Equal(NeighbourVerdict.AnotherOwner, Judge(owner: 2, device: 2));
        Assert.Equal(NeighbourVerdict.Proven, Judge(owner: 1, device: 3));

        // A restart forgets nothing, and the owner's own pins are untouched.
        Assert.Equal(NeighbourVerdict.AnotherOwner, Judge(owner: 2, device: 2, new NeighbourPins(folder["state"], folder["met"])));
        Assert.Equal(0, PinStore.Open(folder["state"]).Count);
    }

    [Fact]
    public void What_the_owner_pinned_goes_before_what_was_met()
    {
        Assert.Equal(NeighbourVerdict.Proven, Judge(owner: 2, device: 2));
        using var alice = Owner.Claim("alice", owner: 1, device: 1);
        PinStore.Open(folder["state"]).Observe(Alice, alice.Claim.Owner, Now);

        Assert.Equal(NeighbourVerdict.AnotherOwner, Judge(owner: 2, device: 2));
        Assert.Equal(NeighbourVerdict.Proven, Judge(owner: 1, device: 1));
    }

    [Fact]
    public void Pins_that_cannot_be_read_are_no_reason_to_believe()
    {
        Directory.CreateDirectory(folder["met"]);
        File.WriteAllText(Path.Join(folder["met"], "pins.json"), "{");

        Assert.Equal(NeighbourVerdict.NotPinned, Judge(owner: 1, device: 1));
    }

    [Fact]
    public void What_is_no_answer_is_not_believed()
    {
        using var bob = Owner.Claim("bob", owner: 1, device: 1);
        var ofBob = PresenceTests.Answer(bob, Presence.NameOf(bob.Username, new byte[Presence.NonceSize]))!;

        Assert.Equal(NeighbourVerdict.NoClaim, pins.Judge(ofBob, Alice, Now));
        Assert.Equal(NeighbourVerdict.NoClaim, pins.Judge([], Alice, Now));
        Assert.False(Directory.Exists(folder["met"]));
    }

    private NeighbourVerdict Judge(byte owner, byte device, NeighbourPins? by = null)
    {
        using var identity = Owner.Claim("alice", owner, device);
        return (by ?? pins).Judge(PresenceTests.Answer(identity, Presence.NameOf(Alice, new byte[Presence.NonceSize])), Alice, Now);
    }
}
