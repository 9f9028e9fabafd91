using Hearth.Identity;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Xunit;

namespace Hearth.Tests.Identity;

public class ApplianceIdentityTests
{
    [Fact]
    public void The_same_code_on_another_card_gives_the_same_owner_with_new_keys()
    {
        using var first = Owner.Claim("alice", owner: 1, device: 1);
        using var second = Owner.Claim("alice", owner: 1, device: 2);

        Assert.Equal(first.Claim.Owner, second.Claim.Owner);
        Assert.NotEqual(first.DeviceKeyName, second.DeviceKeyName);
        Assert.NotEqual(first.DataKeyName, second.DataKeyName);
    }

    [Fact]
    public void Another_code_is_another_owner_of_the_same_name()
    {
        using var first = Owner.Claim("alice", owner: 1, device: 1);
        using var second = Owner.Claim("alice", owner: 2, device: 1);

        Assert.Equal(first.Namespace, second.Namespace);
        Assert.NotEqual(first.Claim.Owner.ToString(), second.Claim.Owner.ToString());
    }

    [Fact]
    public void There_are_four_certificates_and_a_claim_under_their_names()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        var device = identity.DeviceKeyName.ToString();
        var data = identity.DataKeyName.ToString();
        var version = $"v={Owner.ClaimTime.ToUnixTimeMilliseconds()}";

        Assert.Equal(
            [$"{data}/self/{version}", $"{data}/device/{version}", $"{device}/owner/{version}"],
            identity.Packets.Take(3).Select(packet => packet.Name.ToString()));
        Assert.Matches($"^/p/alice/KEY/[^/]+/self/{version}$", identity.Packets[3].Name.ToString());
        Assert.Equal($"/p/alice/32=claim/{version}", identity.Packets[4].Name.ToString());
    }

    [Fact]
    public void The_certificates_outlast_the_hardware_and_do_not_depend_on_a_clock_that_starts_in_the_past()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        foreach (var packet in identity.Packets.Take(4))
        {
            Assert.True(Certificate.TryRead(packet.Wire.Span, out var certificate, out _));
            Assert.True(certificate.Validity.Contains(DateTimeOffset.UnixEpoch));
            Assert.True(certificate.Validity.Contains(Owner.ClaimTime.AddYears(19)));
            Assert.False(certificate.Validity.Contains(Owner.ClaimTime.AddYears(21)));
        }
    }

    [Fact]
    public void A_stranger_who_asks_for_the_data_key_gets_the_certificate_that_its_tools_can_read()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);

        Assert.Equal(Wire(identity, 0), Answer(identity, identity.DataKeyName, canBePrefix: true));
        Assert.Equal(Wire(identity, 1), Answer(identity, identity.DataKeyName.Append("device"), canBePrefix: true));
        Assert.Equal(Wire(identity, 4), Answer(identity, identity.Packets[4].Name, canBePrefix: false));
        Assert.Equal(Wire(identity, 4), Answer(identity, Name.Parse("/p/alice/32=claim"), canBePrefix: true));
    }

    [Fact]
    public void What_is_not_an_identity_packet_is_left_to_others()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);

        Assert.Null(Answer(identity, Name.Parse("/p/alice"), canBePrefix: true));
        Assert.Null(Answer(identity, Name.Parse("/p/alice/photo.jpg"), canBePrefix: true));
        Assert.Null(Answer(identity, identity.DataKeyName, canBePrefix: false));
        Assert.Null(Answer(identity, Name.Parse("/p/bob/KEY"), canBePrefix: true));
    }

    private static byte[] Wire(ApplianceIdentity identity, int packet) => identity.Packets[packet].Wire.ToArray();

    private static byte[]? Answer(ApplianceIdentity identity, Name name, bool canBePrefix)
    {
        var wire = new InterestBuilder(name) { CanBePrefix = canBePrefix, Nonce = 1 }.Build();
        Assert.True(Interest.TryRead(wire, out var interest, out _));
        return identity.TryAnswer(interest, out var packet) ? packet.ToArray() : null;
    }
}
