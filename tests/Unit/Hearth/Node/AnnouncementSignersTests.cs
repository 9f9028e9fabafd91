using Hearth.Discovery;
using Hearth.Identity;
using Hearth.Identity.Trust;
using Hearth.Node;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Hearth.Tests.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hearth.Tests.Node;

public sealed class AnnouncementSignersTests : IDisposable
{
    private static readonly Username Alice = Username.Parse("alice");

    private readonly TemporaryFolder folder = new();
    private readonly ApplianceIdentity alice = Owner.Claim("alice", owner: 1, device: 1);
    private readonly SemaphoreSlim concluded = new(0);
    private readonly Clock clock = new();
    private readonly AnnouncementSigners signers;
    private readonly List<ApplianceIdentity> answering = [];
    private int fetched;

    public AnnouncementSignersTests()
    {
        answering.Add(alice);
        signers = new AnnouncementSigners(Fetch, new NeighbourPins(folder["state"], folder["met"]), Conclude, clock, NullLogger.Instance);
    }

    public void Dispose()
    {
        answering.ForEach(identity => identity.Dispose());
        concluded.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_first_announcement_of_a_person_has_the_key_looked_up_and_the_next_makes_a_route()
    {
        var announcement = By(alice, "/p/alice");
        Assert.False(Trusts(announcement));
        Wait();
        Assert.True(Trusts(announcement));
        Assert.True(Trusts(announcement));
        Assert.True(Trusts(By(alice, "/p/alice/garden")));
        Assert.Equal(3, fetched);
        Assert.True(PinStore.Open(folder["met"]).TryFind(Alice, out var pin));
        Assert.Equal(alice.Claim.Owner, pin.Owner);
    }

    [Fact]
    public void Another_owner_than_the_one_who_was_met_announces_nothing()
    {
        Learn(By(alice, "/p/alice"));
        var impostor = Owner.Claim("alice", owner: 2, device: 2);
        answering.Insert(0, impostor);
        clock.Time += AnnouncementSigners.LookAgain;

        Assert.False(Trusts(By(impostor, "/p/alice")));
        Wait();
        Assert.False(Trusts(By(impostor, "/p/alice")));
        Assert.True(Trusts(By(alice, "/p/alice")));
    }

    [Fact]
    public void The_owner_whom_a_person_pinned_goes_before_who_is_met_first()
    {
        using var other = Owner.Claim("alice", owner: 2, device: 2);
        PinStore.Open(folder["state"]).Observe(Alice, other.Claim.Owner, clock.Time);
        Learn(By(alice, "/p/alice"));
        Assert.False(Trusts(By(alice, "/p/alice")));
        Assert.False(File.Exists(Path.Join(folder["met"], "pins.json")));
    }

    [Fact]
    public void A_new_key_of_the_same_owner_is_looked_up_after_a_while()
    {
        Learn(By(alice, "/p/alice"));
        var restored = Owner.Claim("alice", owner: 1, device: 3);
        answering.Insert(0, restored);
        Assert.False(Trusts(By(restored, "/p/alice")));
        Assert.Equal(3, fetched);

        clock.Time += AnnouncementSigners.LookAgain;
        Learn(By(restored, "/p/alice"));

        Assert.True(Trusts(By(restored, "/p/alice")));
    }

    [Fact]
    public void A_key_that_nobody_certifies_is_not_asked_for_again_and_again()
    {
        answering.Clear();
        Learn(By(alice, "/p/alice"));
        Assert.False(Trusts(By(alice, "/p/alice")));
        Assert.False(Trusts(By(alice, "/p/alice")));
        Assert.Equal(1, fetched);
    }

    [Fact]
    public void A_signature_of_somebody_else_or_a_changed_announcement_is_refused()
    {
        Learn(By(alice, "/p/alice"));
        using var bob = Owner.Claim("bob", owner: 4, device: 4);
        Assert.False(Trusts(By(bob, "/p/alice")));
        Assert.False(Trusts(PrefixAnnouncement.Build(Name.Parse("/p/alice"), 1, TimeSpan.FromMinutes(1), null, DigestSha256.Signer)));
        var changed = By(alice, "/p/alice");
        changed[^1] ^= 1;
        Assert.False(Trusts(changed));
    }

    [Theory]
    [InlineData("/hearth/updates", true)]
    [InlineData("/hearth", false)]
    [InlineData("/p", false)]
    [InlineData("/p/Not-a-name", false)]
    public void Elsewhere_nobody_vouches_and_a_digest_must_be_right(string prefix, bool trusted)
    {
        var announcement = PrefixAnnouncement.Build(Name.Parse(prefix), 1, TimeSpan.FromMinutes(1), null, DigestSha256.Signer);
        Assert.Equal(trusted, Trusts(announcement));
        announcement[^1] ^= 1;
        Assert.False(Trusts(announcement));
        Assert.Equal(0, fetched);
    }

    [Fact]
    public void Its_time_must_have_come()
    {
        Learn(By(alice, "/p/alice"));
        Assert.True(Trusts(By(alice, "/p/alice", new ValidityPeriod(clock.Time, clock.Time + TimeSpan.FromDays(1)))));
        Assert.False(Trusts(By(alice, "/p/alice", new ValidityPeriod(clock.Time + TimeSpan.FromDays(1), clock.Time + TimeSpan.FromDays(2)))));
    }

    [Fact]
    public void So_many_people_are_known_and_the_one_not_heard_of_for_the_longest_makes_room()
    {
        answering.Clear();
        for (var i = 0; i < AnnouncementSigners.MostPeople + 10; i++)
        {
            Learn(By(alice, "/p/alice", by: $"/p/person{i}"));
        }

        Assert.Equal(AnnouncementSigners.MostPeople, signers.Count);
        Assert.Equal(10, signers.Forgotten);
    }

    private static byte[] By(ApplianceIdentity identity, string prefix, ValidityPeriod? validity = null, string? by = null) =>
        PrefixAnnouncement.Build(Name.Parse(by ?? prefix), 1, TimeSpan.FromMinutes(10), validity, identity.DataSigner);

    private bool Trusts(byte[] wire)
    {
        Assert.True(PrefixAnnouncement.TryRead(wire, out var announcement, out _));
        return signers.Trusts(announcement);
    }

    private void Learn(byte[] announcement)
    {
        Assert.False(Trusts(announcement));
        Wait();
    }

    private void Wait() => Assert.True(concluded.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    private void Conclude(Action action)
    {
        action();
        concluded.Release();
    }

    private Task<byte[]?> Fetch(Name prefix)
    {
        fetched++;
        return Task.FromResult(answering.SelectMany(identity => identity.Packets).FirstOrDefault(packet => prefix.IsPrefixOf(packet.Name))?.Wire.ToArray());
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Time { get; set; } = Owner.ClaimTime;

        public override DateTimeOffset GetUtcNow() => Time;
    }
}
