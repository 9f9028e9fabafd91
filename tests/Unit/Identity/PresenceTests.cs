using Hearth.Identity;
using Hearth.Protocol;
using Xunit;

namespace Hearth.Tests.Identity;

public sealed class PresenceTests
{
    private static readonly byte[] Nonce = [.. Enumerable.Range(1, Presence.NonceSize).Select(i => (byte)i)];

    [Fact]
    public void The_appliance_that_the_claim_names_answers_for_itself()
    {
        using var alice = Owner.Claim("alice", owner: 1, device: 1);

        Assert.True(TryRead(Answer(alice, Presence.NameOf(alice.Username, Nonce))!, out var claim, out _));
        Assert.Equal(alice.Claim.Owner, claim!.Owner);
    }

    [Theory]
    [InlineData("/p/bob/32=here/0123456789abcdef")]
    [InlineData("/p/alice/32=here")]
    [InlineData("/p/alice/32=here/short")]
    [InlineData("/p/alice/32=here/0123456789abcdef/more")]
    [InlineData("/p/alice/here/0123456789abcdef")]
    [InlineData("/p/alice/32=here/32=0123456789abcdef")]
    public void No_other_name_is_answered(string name)
    {
        using var alice = Owner.Claim("alice", owner: 1, device: 1);
        Assert.Null(Answer(alice, Name.Parse(name)));
    }

    [Fact]
    public void Who_repeats_the_claim_of_another_appliance_is_found_out()
    {
        using var alice = Owner.Claim("alice", owner: 1, device: 1);
        using var mallory = Owner.Claim("alice", owner: 2, device: 2);
        var repeated = new DataBuilder(Presence.NameOf(alice.Username, Nonce)) { Content = alice.Packets[^1].Wire }.Build(mallory.DeviceSigner);

        Assert.False(TryRead(repeated, out _, out var fault));
        Assert.Equal(PresenceFault.NotTheDevice, fault);
    }

    [Fact]
    public void An_answer_of_another_namespace_and_one_without_claim_are_refused()
    {
        using var alice = Owner.Claim("alice", owner: 1, device: 1);
        using var bob = Owner.Claim("bob", owner: 2, device: 2);
        var ofBob = new DataBuilder(Presence.NameOf(alice.Username, Nonce)) { Content = bob.Packets[^1].Wire }.Build(bob.DeviceSigner);
        var empty = new DataBuilder(Presence.NameOf(alice.Username, Nonce)).Build(alice.DeviceSigner);

        Assert.False(TryRead(ofBob, out _, out var first));
        Assert.False(TryRead(empty, out _, out var second));
        Assert.Equal((PresenceFault.ClaimOfAnother, PresenceFault.NoClaim), (first, second));
    }

    [Fact]
    public void An_answer_with_any_one_bit_changed_is_refused_without_an_exception()
    {
        using var alice = Owner.Claim("alice", owner: 1, device: 1);
        var wire = Answer(alice, Presence.NameOf(alice.Username, Nonce))!;
        for (var bit = 0; bit < wire.Length * 8; bit++)
        {
            wire[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(TryRead(wire, out _, out _), $"bit {bit}");
            wire[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    /// <summary>What an appliance answers; null where it does not.</summary>
    internal static byte[]? Answer(ApplianceIdentity identity, Name asked)
    {
        Assert.True(Interest.TryRead(new InterestBuilder(asked) { Nonce = 1 }.Build(), out var interest, out _));
        var buffer = new byte[PacketLimits.MaxPacketSize];
        return identity.TryProvePresence(interest, buffer, out var size) ? buffer[..size] : null;
    }

    private static bool TryRead(byte[] wire, out Claim? claim, out PresenceFault fault)
    {
        (claim, fault) = (null, PresenceFault.WrongName);
        return Data.TryRead(wire, out var data, out _) && Presence.TryRead(data, out claim, out fault);
    }
}
