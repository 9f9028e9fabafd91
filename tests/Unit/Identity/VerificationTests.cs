using Hearth.Identity;
using Hearth.Identity.Keys;
using Hearth.Identity.Trust;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Identity;

public sealed class VerificationTests : IDisposable
{
    private static readonly DateTimeOffset Now = Owner.ClaimTime.AddDays(30);

    private static readonly ValidityPeriod Always = new(DateTimeOffset.UnixEpoch, Now.AddYears(1));

    private readonly ApplianceIdentity alice = Owner.Claim("alice", owner: 1, device: 1);
    private readonly ApplianceIdentity mallory = Owner.Claim("mallory", owner: 2, device: 2);

    // Mallory's own claim of alice's name: all in order, but another owner.
    private readonly ApplianceIdentity falseAlice = Owner.Claim("alice", owner: 2, device: 3);

    [Fact]
    public void Published_data_leads_over_three_certificates_to_its_owner()
    {
        var asked = new List<Name>();
        var verdict = Judge(Signed("/p/alice/photo/v=1", alice.DataSigner), ServedBy(alice, asked), pinned: null);

        Assert.Equal((Outcome.Trusted, alice.Claim.Owner), (verdict.Outcome, verdict.Owner));
        Assert.True(verdict.IsFirstSight);
        Assert.Equal([alice.DataKeyName.Append("device"), alice.DeviceKeyName.Append("owner"), OwnerKeyOf(alice).Append("self")], asked);
    }

    [Fact]
    public void The_owner_that_is_pinned_is_trusted_and_no_longer_new()
    {
        var verdict = Judge(Signed("/p/alice/photo/v=1", alice.DataSigner), ServedBy(alice), new Pin(alice.Claim.Owner, Owner.ClaimTime));

        Assert.Equal(Outcome.Trusted, verdict.Outcome);
        Assert.False(verdict.IsFirstSight);
    }

    [Fact]
    public void Another_appliance_of_the_same_owner_is_trusted_by_the_same_pin()
    {
        using var restored = Owner.Claim("alice", owner: 1, device: 9);
        var verdict = Judge(Signed("/p/alice/photo/v=1", restored.DataSigner), ServedBy(restored), new Pin(alice.Claim.Owner, Owner.ClaimTime));

        Assert.Equal(Outcome.Trusted, verdict.Outcome);
    }

    [Fact]
    public void The_claim_and_every_certificate_but_the_one_for_strangers_lead_to_the_owner()
    {
        foreach (var packet in alice.Packets.Skip(1))
        {
            var verdict = Judge(packet.Wire.ToArray(), ServedBy(alice), pinned: null);
            Assert.Equal((Outcome.Trusted, alice.Claim.Owner), (verdict.Outcome, verdict.Owner));
        }
    }

    [Fact]
    public void The_data_keys_certificate_by_itself_makes_nobody_an_owner()
    {
        Refused(Refusal.KeyNotAccepted, alice.Packets[0].Wire.ToArray(), ServedBy(alice));

        // Nor does it when offered as the owner's on the way from a device.
        var device = alice.DeviceKeyName;
        var byData = Certificate(device, alice.Claim.DeviceKey, "owner", alice.DataSigner);
        Refused(
            Refusal.KeyNotAccepted,
            Signed("/p/alice/photo", alice.DataSigner),
            name => device.IsPrefixOf(name) ? byData : alice.DataKeyName.Append("self").IsPrefixOf(name) ? alice.Packets[0].Wire.ToArray() : ServedBy(alice)(name));
    }

    [Fact]
    public void A_key_of_another_namespace_signs_nothing_here() =>
        Refused(Refusal.KeyOfAnotherNamespace, Signed("/p/alice/photo", mallory.DataSigner), ServedBy(mallory));

    [Fact]
    public void A_key_whose_namespace_only_begins_alike_signs_nothing_here()
    {
        using var alicia = Owner.Claim("alicia", owner: 2, device: 2);

        Refused(Refusal.KeyOfAnotherNamespace, Signed("/p/alice/photo", alicia.DataSigner), ServedBy(alicia));
    }

    [Fact]
    public void A_device_of_another_namespace_certifies_nothing_here()
    {
        var byMallory = Certificate(alice.DataKeyName, alice.Claim.DataKey, "device", mallory.DeviceSigner);

        Refused(Refusal.KeyOfAnotherNamespace, Signed("/p/alice/photo", alice.DataSigner), _ => byMallory);
    }

    [Fact]
    public void Another_owner_than_the_pinned_one_is_refused_with_both_fingerprints_and_what_to_do()
    {
        var verdict = Judge(Signed("/p/alice/photo", falseAlice.DataSigner), ServedBy(falseAlice), new Pin(alice.Claim.Owner, Owner.ClaimTime));

        Assert.Equal((Outcome.Refused, Refusal.OwnerDiffersFromPinned), (verdict.Outcome, verdict.Refusal));
        var line = verdict.ToString();
        Assert.Contains(alice.Claim.Owner.ToString(), line, StringComparison.Ordinal);
        Assert.Contains(falseAlice.Claim.Owner.ToString(), line, StringComparison.Ordinal);
        Assert.Contains("2026-11-20", line, StringComparison.Ordinal);
        Assert.Contains("pins.json", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Swapped_pins_refuse_both_owners()
    {
        using var folder = new TemporaryFolder();
        var pins = PinStore.Open(folder.Path);
        pins.Observe(alice.Username, mallory.Claim.Owner, Owner.ClaimTime);
        pins.Observe(mallory.Username, alice.Claim.Owner, Owner.ClaimTime);

        foreach (var identity in (ApplianceIdentity[])[alice, mallory])
        {
            Assert.True(Data.TryRead(Signed($"{identity.Namespace}/photo", identity.DataSigner), out var data, out _));
            var verification = Verification.Begin(data, pins, Now);
            while (verification.Verdict.NeededCertificate is { } needed)
            {
                verification.Next(ServedBy(identity)(needed));
            }

            Assert.Equal(Refusal.OwnerDiffersFromPinned, verification.Verdict.Refusal);
            Assert.False(verification.TryGetKey(out _));
        }
    }

    [Theory]
    [InlineData("/p/alice/32=claim/v=9")]
    [InlineData("/p/alice/32=device/d/KEY/k/owner/v=9")]
    [InlineData("/p/alice/KEY/k/device/v=9")]
    [InlineData("/p/alice/KEY/k/self/v=9")]
    public void A_data_key_signs_no_claim_and_no_certificate(string name)
    {
        var verdict = Judge(Signed(name, alice.DataSigner), ServedBy(alice), pinned: null);

        Assert.Equal(Outcome.Refused, verdict.Outcome);
        Assert.Contains(verdict.Refusal, (Refusal[])[Refusal.KeyOfAnotherRole, Refusal.KeyNotAccepted]);
    }

    [Theory]
    [InlineData("/p/alice/photo")]
    [InlineData("/p/alice/32=claim/v=9")]
    [InlineData("/p/alice/32=device/d/KEY/k/owner/v=9")]
    [InlineData("/p/alice/KEY/k/self/v=9")]
    public void A_device_signs_nothing_but_certificates_of_data_keys(string name) =>
        Refused(Refusal.KeyOfAnotherRole, Signed(name, alice.DeviceSigner), ServedBy(alice));

    [Fact]
    public void A_data_key_cannot_certify_another_data_key()
    {
        using var other = Owner.Claim("alice", owner: 2, device: 5);
        var byData = Certificate(other.DataKeyName, other.Claim.DataKey, "device", alice.DataSigner);

        Refused(
            Refusal.KeyOfAnotherRole,
            Signed("/p/alice/photo", other.DataSigner),
            name => other.DataKeyName.IsPrefixOf(name) ? byData : ServedBy(alice)(name));
    }

    [Fact]
    public void A_device_cannot_certify_another_device()
    {
        using var other = Owner.Claim("alice", owner: 2, device: 5);
        var byDevice = Certificate(other.DeviceKeyName, other.Claim.DeviceKey, "owner", alice.DeviceSigner);

        Refused(
            Refusal.KeyOfAnotherRole,
            Signed("/p/alice/photo", other.DataSigner),
            name => other.DeviceKeyName.IsPrefixOf(name) ? byDevice : ServedBy(other)(name));
    }

    [Fact]
    public void A_key_that_is_not_below_the_devices_cannot_certify_a_data_key()
    {
        using var ownerKey = Owner.KeyOf(1);
        var notADevice = KeyName.Make(Name.Parse("/p/alice/some/where"), "k"u8);
        var byOther = Certificate(alice.DataKeyName, alice.Claim.DataKey, "device", Ed25519.CreateSigner(alice.DeviceKey, notADevice));
        var byOwner = Certificate(notADevice, alice.Claim.DeviceKey, "owner", Ed25519.CreateSigner(ownerKey, OwnerKeyOf(alice)));

        Refused(
            Refusal.KeyOfAnotherRole,
            Signed("/p/alice/photo", alice.DataSigner),
            name => alice.DataKeyName.IsPrefixOf(name) ? byOther : notADevice.IsPrefixOf(name) ? byOwner : ServedBy(alice)(name));
    }

    [Fact]
    public void Certificates_of_issuers_not_known_here_are_refused() =>
        Refused(Refusal.IssuerNotKnown, Signed("/p/alice/KEY/k/provider/v=1", alice.DataSigner), ServedBy(alice));

    [Fact]
    public void A_certificate_that_has_expired_or_is_not_valid_yet_is_refused()
    {
        var packet = Signed("/p/alice/photo", alice.DataSigner);
        var expired = Certificate(alice.DataKeyName, alice.Claim.DataKey, "device", alice.DeviceSigner, new(Now.AddYears(-2), Now.AddDays(-1)));
        var future = Certificate(alice.DataKeyName, alice.Claim.DataKey, "device", alice.DeviceSigner, new(Now.AddDays(1), Now.AddYears(1)));

        Refused(Refusal.CertificateExpired, packet, _ => expired);
        Refused(Refusal.CertificateNotYetValid, packet, _ => future);
    }

    [Fact]
    public void A_certificate_that_was_not_asked_for_is_refused_even_when_it_came_before()
    {
        var packet = Signed("/p/alice/photo", alice.DataSigner);

        Refused(Refusal.AnotherCertificate, packet, _ => alice.Packets[1].Wire.ToArray());
        Refused(Refusal.AnotherCertificate, packet, _ => alice.Packets[0].Wire.ToArray());
        Refused(Refusal.AnotherCertificate, packet, _ => mallory.Packets[1].Wire.ToArray());
    }

    [Fact]
    public void What_is_no_certificate_is_refused_as_such()
    {
        var packet = Signed("/p/alice/photo", alice.DataSigner);

        Refused(Refusal.NotACertificate, packet, _ => []);
        Refused(Refusal.NotACertificate, packet, _ => [1, 2, 3]);
        Refused(Refusal.NotACertificate, packet, _ => packet);
        Refused(Refusal.NotACertificate, packet, name => Signed(name.AppendVersion(1).ToString(), alice.DeviceSigner));
    }

    [Fact]
    public void Another_key_under_the_right_name_does_not_verify()
    {
        var swapped = Certificate(alice.DataKeyName, mallory.Claim.DataKey, "device", alice.DeviceSigner);

        Refused(Refusal.SignatureInvalid, Signed("/p/alice/photo", alice.DataSigner), _ => swapped);
    }

    [Fact]
    public void An_owners_certificate_that_its_key_did_not_sign_is_refused()
    {
        var owner = OwnerKeyOf(alice);
        var byDevice = Certificate(owner, alice.Claim.OwnerKey, "self", Ed25519.CreateSigner(alice.DeviceKey, owner));
        var namesDevice = Certificate(owner, alice.Claim.OwnerKey, "self", alice.DeviceSigner);
        using var ownerKey = Owner.KeyOf(1);
        var byOwnerNamesDevice = Certificate(owner, alice.Claim.OwnerKey, "self", Ed25519.CreateSigner(ownerKey, alice.DeviceKeyName));

        foreach (var forged in (byte[][])[byDevice, namesDevice, byOwnerNamesDevice])
        {
            Refused(
                Refusal.SignatureInvalid,
                Signed("/p/alice/photo", alice.DataSigner),
                name => owner.IsPrefixOf(name) ? forged : ServedBy(alice)(name));
        }
    }

    [Fact]
    public void Any_one_bit_changed_in_the_packet_is_refused()
    {
        var wire = Signed("/p/alice/photo", alice.DataSigner);
        for (var bit = 0; bit < wire.Length * 8; bit++)
        {
            wire[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Data.TryRead(wire, out var data, out _) && Username.TryFind(data.Name, out _))
            {
                Assert.Equal((Outcome.Refused, bit), (Judge(wire, ServedBy(alice), pinned: null).Outcome, bit));
            }

            wire[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Data_without_a_signature_by_a_key_is_refused_in_a_namespace()
    {
        var name = Name.Parse("/p/alice/photo");

        Refused(Refusal.NotSigned, new DataBuilder(name).Build(DigestSha256.Signer), ServedBy(alice));
        Refused(Refusal.AlgorithmNotAccepted, new DataBuilder(name).Build(HmacSha256.CreateSigner(new byte[32], alice.DataKeyName)), ServedBy(alice));
        Refused(Refusal.KeyNotNamed, new DataBuilder(name).Build(Ed25519.CreateSigner(alice.DeviceKey, Name.Empty)), ServedBy(alice));
    }

    [Theory]
    [InlineData("/p/Alice/photo")]
    [InlineData("/p/-/photo")]
    [InlineData("/p/v=1/photo")]
    public void Below_p_a_namespace_that_nobody_can_have_is_refused(string name) =>
        Refused(Refusal.NobodysNamespace, Signed(name, alice.DataSigner), ServedBy(alice));

    [Fact]
    public void Elsewhere_only_integrity_is_checked_and_that_is_said()
    {
        var wire = new DataBuilder(Name.Parse("/example/thing")) { Content = "hello"u8.ToArray() }.Build(DigestSha256.Signer);

        var verdict = Judge(wire, ServedBy(alice), pinned: null);
        Assert.Equal(Outcome.IntegrityOnly, verdict.Outcome);
        Assert.StartsWith("Nobody vouches for /example/thing", verdict.ToString(), StringComparison.Ordinal);
        Assert.Equal(Outcome.IntegrityOnly, Judge(Signed("/example/thing", mallory.DataSigner), ServedBy(alice), pinned: null).Outcome);
        wire[^1] ^= 1;
        Refused(Refusal.DigestWrong, wire, ServedBy(alice));
    }

    [Fact]
    public void A_certificate_after_the_verdict_is_a_bug()
    {
        Assert.True(Data.TryRead(Signed("/example/thing", alice.DataSigner), out var data, out _));
        var verification = Verification.Begin(data, (Pin?)null, Now);

        Assert.Throws<InvalidOperationException>(() => verification.Next([]));
    }

    [Fact]
    public void The_key_of_a_trusted_packet_vouches_for_the_next_ones_it_signed()
    {
        var key = TrustedKeyOf(alice);

        Assert.Equal(alice.DataKeyName, key.Name);
        Assert.True(Vouches(key, Signed("/p/alice/other/seg=7", alice.DataSigner), Now));
        Assert.True(Vouches(key, Signed("/p/alice/other/seg=7", alice.DataSigner), key.ValidUntil));
        Assert.False(Vouches(key, Signed("/p/alice/other/seg=7", alice.DataSigner), key.ValidUntil.AddSeconds(1)));
        Assert.False(Vouches(key, Signed("/p/alice/other/seg=7", falseAlice.DataSigner), Now));
        Assert.False(Vouches(key, Signed("/p/bob/other/seg=7", alice.DataSigner), Now));
        Assert.False(Vouches(key, Signed("/p/alice/32=claim/v=1", alice.DataSigner), Now));
        Assert.False(Vouches(key, Signed("/p/alice/KEY/k/device/v=1", alice.DataSigner), Now));
        var changed = Signed("/p/alice/other/seg=7", alice.DataSigner);
        changed[^1] ^= 1;
        Assert.False(Vouches(key, changed, Now));
    }

    [Fact]
    public void Every_refusal_has_a_line_of_its_own()
    {
        var lines = Enum.GetValues<Refusal>()
            .Where(refusal => refusal is not (Refusal.None or Refusal.OwnerDiffersFromPinned))
            .Select(refusal => new Verdict(Outcome.Refused, Name.Parse("/p/alice"), refusal).ToString())
            .ToArray();

        Assert.Equal(lines.Length, lines.Distinct().Count());
        Assert.DoesNotContain(lines, line => line.Contains("not trusted", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        alice.Dispose();
        mallory.Dispose();
        falseAlice.Dispose();
    }

    private static byte[] Signed(string name, Signer signer) =>
        new DataBuilder(Name.Parse(name)) { Content = "content"u8.ToArray() }.Build(signer);

    private static byte[] Certificate(Name keyName, ReadOnlyMemory<byte> key, string issuer, Signer signer, ValidityPeriod? validity = null) =>
        new CertificateBuilder(keyName, key) { IssuerId = issuer, Version = 1, Validity = validity ?? Always }.Build(signer).Wire.ToArray();

    private static Name OwnerKeyOf(ApplianceIdentity identity) => KeyNames.InNamespace(identity.Username, identity.Claim.OwnerKey.Span);

    private static Func<Name, byte[]> ServedBy(ApplianceIdentity identity, List<Name>? asked = null) => name =>
    {
        asked?.Add(name);
        return identity.Packets.FirstOrDefault(packet => name.IsPrefixOf(packet.Name))?.Wire.ToArray() ?? [];
    };

    private static Verdict Judge(byte[] wire, Func<Name, byte[]> fetch, Pin? pinned) => Run(wire, fetch, pinned).Verdict;

    private static Verification Run(byte[] wire, Func<Name, byte[]> fetch, Pin? pinned)
    {
        Assert.True(Data.TryRead(wire, out var data, out var error), error.ToString());
        var verification = Verification.Begin(data, pinned, Now);
        for (var fetched = 0; verification.Verdict.Outcome == Outcome.NeedsCertificate; fetched++)
        {
            Assert.InRange(fetched, 0, 2);
            verification.Next(fetch(verification.Verdict.NeededCertificate!));
        }

        Assert.Null(verification.Verdict.NeededCertificate);
        return verification;
    }

    private static void Refused(Refusal expected, byte[] wire, Func<Name, byte[]> fetch)
    {
        var verification = Run(wire, fetch, pinned: null);

        Assert.Equal((Outcome.Refused, expected), (verification.Verdict.Outcome, verification.Verdict.Refusal));
        Assert.False(verification.TryGetKey(out _));
    }

    private static TrustedKey TrustedKeyOf(ApplianceIdentity identity)
    {
        var verification = Run(Signed($"{identity.Namespace}/photo", identity.DataSigner), ServedBy(identity), pinned: null);
        Assert.True(verification.TryGetKey(out var key));
        return key;
    }

    private static bool Vouches(TrustedKey key, byte[] wire, DateTimeOffset now) =>
        Data.TryRead(wire, out var data, out _) && key.Vouches(data, now);
}
