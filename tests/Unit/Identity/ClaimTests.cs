using Hearth.Identity;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Identity;

public class ClaimTests
{
    [Fact]
    public void A_claim_says_who_what_and_when()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);

        Assert.True(TryRead(identity.Packets[^1].Wire.ToArray(), out var claim, out _));
        Assert.Equal("alice", claim!.Username.ToString());
        Assert.Equal(Owner.ClaimTime, claim.Time);
        Assert.Equal(identity.Claim.OwnerKey.ToArray(), claim.OwnerKey.ToArray());
        Assert.Equal(identity.Claim.DeviceKey.ToArray(), claim.DeviceKey.ToArray());
        Assert.Equal(identity.Claim.DataKey.ToArray(), claim.DataKey.ToArray());
        Assert.Equal(identity.Claim.Owner, claim.Owner);
    }

    [Fact]
    public void A_claim_with_any_one_bit_changed_is_refused_without_an_exception()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        var wire = identity.Packets[^1].Wire.ToArray();
        for (var bit = 0; bit < wire.Length * 8; bit++)
        {
            wire[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(TryRead(wire, out _, out var fault), $"bit {bit}");
            Assert.NotEqual(ClaimFault.None, fault);
            wire[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("/p/bob/32=claim/v=1", ClaimFault.Malformed)]
    [InlineData("/p/alice/claim/v=1", ClaimFault.WrongName)]
    [InlineData("/p/alice/32=claim", ClaimFault.WrongName)]
    [InlineData("/p/alice/32=claim/v=1/seg=0", ClaimFault.WrongName)]
    [InlineData("/q/alice/32=claim/v=1", ClaimFault.WrongName)]
    [InlineData("/p/alice/32=claim/v=1", ClaimFault.SignatureInvalid)]
    public void A_claim_signed_by_the_owner_only_counts_under_its_own_name(string name, ClaimFault expected)
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        Assert.True(Data.TryRead(identity.Packets[^1].Wire.Span, out var data, out _));

        // Mallory re-signs alice's content with a key of his own.
        using var mallory = Owner.Claim("mallory", owner: 2, device: 2);
        var wire = new DataBuilder(Name.Parse(name)) { Content = data.Content.ToArray() }.Build(mallory.DeviceSigner);

        Assert.False(TryRead(wire, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ff")]
    [InlineData("0700")]
    [InlineData("070a0801700805616c696365")]
    public void Another_content_is_malformed(string hex)
    {
        var wire = new DataBuilder(Name.Parse("/p/alice/32=claim/v=1")) { Content = Convert.FromHexString(hex) }.Build(DigestSha256.Signer);

        Assert.False(TryRead(wire, out _, out var fault));
        Assert.Equal(ClaimFault.Malformed, fault);
    }

    private static bool TryRead(byte[] wire, out Claim? claim, out ClaimFault fault)
    {
        claim = null;
        fault = ClaimFault.Malformed;
        return Data.TryRead(wire, out var data, out _) && Claim.TryRead(data, out claim, out fault);
    }
}
