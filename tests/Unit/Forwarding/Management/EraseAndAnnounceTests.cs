using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

/// <summary><c>cs/erase</c> and <c>rib/announce</c>, and the switches of a face's link.</summary>
public sealed class EraseAndAnnounceTests
{
    private readonly ManagedForwarder forwarder;
    private ulong nonces = 1000;
    private bool trusts = true;

    public EraseAndAnnounceTests() => forwarder = new ManagedForwarder(announcements: (in PrefixAnnouncement _) => trusts);

    [Fact]
    public void Erase_takes_what_is_under_a_prefix_and_says_how_much()
    {
        Cache("/a/1", "/a/2", "/a/2/3", "/ab/1");
        var response = Erase("/a", null);
        Assert.Equal(new ControlResponse(200, "OK", new ControlParameters { Name = Name.Parse("/a"), Count = 3 }), response);
        Assert.Equal(1, forwarder.Forwarder.ContentStore.Count);
    }

    [Fact]
    public void Erase_stops_at_the_count_that_is_asked_for()
    {
        Cache("/a/1", "/a/2", "/a/3");
        Assert.Equal(2ul, Erase("/a", 2).Parameters!.Count);
        Assert.Equal(0ul, Erase("/a", 0).Parameters!.Count);
        Assert.Equal(1, forwarder.Forwarder.ContentStore.Count);
    }

    [Fact]
    public void Erase_takes_256_at_a_time_and_says_when_there_is_more()
    {
        Cache([.. Enumerable.Range(0, 300).Select(number => $"/a/{number}")]);
        var first = Erase("/a", null).Parameters!;
        Assert.Equal((256ul, 256ul), (first.Count!.Value, first.Capacity!.Value));
        var second = Erase("/a", null).Parameters!;
        Assert.Equal((44ul, null), (second.Count!.Value, second.Capacity));
    }

    [Fact]
    public void Erase_goes_on_in_the_second_tier_when_the_first_has_no_more()
    {
        var tier = new SecondTier();
        forwarder.Forwarder.SecondTier = tier;
        Cache([.. Enumerable.Range(0, 257).Select(number => $"/a/{number}")]);
        Assert.NotNull(Erase("/a", null).Parameters!.Capacity);
        Assert.Empty(tier.Erasures);

        var interest = forwarder.CommandInterest("/localhost/nfd/cs/erase", new ControlParameters { Name = Name.Parse("/a"), Count = 100 }.Encode());
        Assert.Empty(forwarder.Receive(interest, forwarder.Program));
        var (prefix, most, erased) = Assert.Single(tier.Erasures);
        Assert.Equal((Name.Parse("/a"), 99ul), (prefix, most));
        erased(7);
        Assert.Equal(new ControlResponse(200, "OK", new ControlParameters { Name = Name.Parse("/a"), Count = 8 }), forwarder.LateResponseTo(interest));

        tier.IsBusy = true;
        Assert.Equal(503, Erase("/a", null).StatusCode);
        Assert.Equal(200, Erase("/a", 0).StatusCode);
    }

    [Fact]
    public void The_second_tier_is_told_with_the_content_store()
    {
        var without = Assert.Single(forwarder.List<ContentStoreInfo>("cs/info"));
        Assert.Null(without.SecondTier);
        forwarder.Forwarder.SecondTier = new SecondTier();
        Assert.Equal(
            without with { SecondTier = new SecondTierInfo(1000, 900, 3, 4, 500, 50, 6, 15) }, Assert.Single(forwarder.List<ContentStoreInfo>("cs/info")));
    }

    [Fact]
    public void Erase_needs_a_name() => Assert.Equal(400, forwarder.Command("cs/erase", new ControlParameters { Count = 1 }).StatusCode);

    [Fact]
    public void An_announcement_makes_a_route_to_where_it_came_from()
    {
        var announcement = PrefixAnnouncement.Build(Name.Parse("/p/alice"), 1, TimeSpan.FromMinutes(1), null, DigestSha256.Signer);
        var response = Announce(announcement);
        var expected = new ControlParameters
        {
            Name = Name.Parse("/p/alice"),
            FaceId = forwarder.Program.Value,
            Origin = 129,
            Cost = 2048,
            Flags = 1,
            ExpirationPeriod = 60_000,
        };
        Assert.Equal(new ControlResponse(200, "OK", expected), response);
        var route = Assert.Single(forwarder.Forwarder.Rib.Find(Name.Parse("/p/alice"))!.Routes);
        Assert.Equal((forwarder.Program, forwarder.Now + TimeSpan.FromMinutes(1)), (route.Face, route.ExpiresAt!.Value));
        Assert.Equal(announcement, route.Announcement.ToArray());
    }

    [Fact]
    public void An_announcement_whose_time_is_over_or_not_come_is_refused()
    {
        var past = new ValidityPeriod(ManagedForwarder.WallClock - TimeSpan.FromDays(2), ManagedForwarder.WallClock - TimeSpan.FromDays(1));
        Assert.Equal(416, Announce(PrefixAnnouncement.Build(Name.Parse("/a"), 1, TimeSpan.FromMinutes(1), past, DigestSha256.Signer)).StatusCode);
        Assert.Equal(416, Announce(PrefixAnnouncement.Build(Name.Parse("/a"), 1, TimeSpan.Zero, null, DigestSha256.Signer)).StatusCode);
        Assert.Equal(0, forwarder.Forwarder.Rib.RouteCount);
    }

    [Fact]
    public void An_announcement_that_is_not_trusted_is_refused()
    {
        trusts = false;
        var announcement = PrefixAnnouncement.Build(Name.Parse("/p/alice"), 1, TimeSpan.FromMinutes(1), null, DigestSha256.Signer);
        Assert.Equal(new ControlResponse(403, "Prefix announcement rejected"), Announce(announcement));
        Assert.Equal(0, forwarder.Forwarder.Rib.RouteCount);
    }

    [Fact]
    public void What_is_no_announcement_is_malformed()
    {
        var tooLong = PrefixAnnouncement.Build(Name.Parse("/a").Append(new string('a', 900)), 1, TimeSpan.FromMinutes(1), null, DigestSha256.Signer);
        Assert.Equal(400, Announce(tooLong).StatusCode);
        Assert.Equal(400, Announce(Node.BuildData("/a/32=PA/54=%01/50=%00")).StatusCode);
        Assert.Equal(400, Announce([]).StatusCode);
        Assert.Equal(400, forwarder.Command("rib/announce", new ControlParameters { Name = Name.Parse("/a") }).StatusCode);
    }

    [Fact]
    public void Reliability_is_switched_on_where_frames_have_a_size_and_seen_in_the_flags()
    {
        const ulong Bit = 1ul << FaceFlag.Reliability;
        var on = new ControlParameters { FaceId = forwarder.Neighbour.Value, Flags = Bit, Mask = Bit };
        Assert.Equal(Bit, forwarder.Command("faces/update", on).Parameters!.Flags);
        Assert.Equal(Bit, forwarder.List<FaceStatus>("faces/list").Single(face => face.FaceId == forwarder.Neighbour.Value).Flags);
        Assert.Equal(0ul, forwarder.Command("faces/update", on with { Flags = 0 }).Parameters!.Flags);

        var refused = forwarder.Command("faces/update", on with { FaceId = forwarder.Program.Value });
        Assert.Equal((409, Bit), (refused.StatusCode, refused.Parameters!.Flags!.Value));
    }

    [Fact]
    public void Congestion_marking_is_on_where_the_queue_is_known_and_can_be_tuned()
    {
        const ulong Bit = 1ul << FaceFlag.CongestionMarking;
        var face = forwarder.Forwarder.AddFace(new FaceInfo("tcp4://192.0.2.5:6363", "tcp4://192.0.2.9:6363"), forwarder.Now, new SendBacklog());
        var status = forwarder.List<FaceStatus>("faces/list").Single(found => found.FaceId == face.Value);
        Assert.Equal((Bit, 100_000_000ul, 8800ul), (status.Flags, status.BaseCongestionMarkingInterval!.Value, status.DefaultCongestionThreshold!.Value));

        var tuned = forwarder.Command("faces/update", new ControlParameters
        {
            FaceId = face.Value,
            BaseCongestionMarkingInterval = 50_000_000,
            DefaultCongestionThreshold = 65_536,
        }).Parameters!;
        Assert.Equal((50_000_000ul, 65_536ul), (tuned.BaseCongestionMarkingInterval!.Value, tuned.DefaultCongestionThreshold!.Value));

        var off = forwarder.Command("faces/update", new ControlParameters { FaceId = face.Value, Flags = 0, Mask = Bit }).Parameters!;
        Assert.Equal((0ul, null), (off.Flags!.Value, off.BaseCongestionMarkingInterval));
        Assert.Equal(409, forwarder.Command("faces/update", new ControlParameters { FaceId = forwarder.Neighbour.Value, Flags = Bit, Mask = Bit }).StatusCode);
    }

    private sealed class SecondTier : ISecondTier
    {
        public FaceId Face => default;

        public bool IsBusy { get; set; }

        public List<(Name Prefix, ulong Most, Action<ulong> Erased)> Erasures { get; } = [];

        public SecondTierStatus Status => new()
        {
            Capacity = 1000,
            UsedBytes = 900,
            Packets = 3,
            Hits = 4,
            BytesPerDay = 500,
            BytesToday = 50,
            Written = 6,
            OverBudget = 7,
            LeftBehind = 8,
            Overwritten = 9,
            Waiting = 1,
            MostWaiting = 2,
        };

        public bool Holds(ulong nameHash) => false;

        public void Offer(ulong nameHash, ReadOnlySpan<byte> packet) => Assert.Fail("nothing is asked for");

        public bool TryErase(Name prefix, ulong most, Action<ulong> erased)
        {
            Erasures.Add((prefix, most, erased));
            return !IsBusy;
        }
    }

    private ControlResponse Erase(string prefix, ulong? count) =>
        forwarder.Command("cs/erase", new ControlParameters { Name = Name.Parse(prefix), Count = count });

    private ControlResponse Announce(byte[] announcement)
    {
        var interest = new InterestBuilder(Name.Parse("/localhost/nfd/rib/announce")) { ApplicationParameters = announcement }
            .Build(DigestSha256.Signer, new SignatureFreshness(BitConverter.GetBytes(nonces++), (ulong)forwarder.Time.ToUnixTimeMilliseconds(), null));
        return forwarder.ResponseTo(interest, forwarder.Program);
    }

    private void Cache(params string[] names)
    {
        var hasher = new Hearth.Forwarding.Storage.NameHasher(1, 2);
        foreach (var name in names)
        {
            Assert.True(Data.TryRead(Node.BuildData(name), out var data, out _));
            Assert.True(hasher.TryHash(data.Name, new Hearth.Forwarding.Storage.HashBuffer(), out var hashed));
            forwarder.Forwarder.ContentStore.Insert(hashed, data, isFresh: true, forwarder.Now);
        }
    }
}
