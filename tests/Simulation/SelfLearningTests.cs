using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests;

/// <summary>Three nodes in a row and one aside, all at home, without a single route: <c>asker - middle - owner</c>, <c>middle - aside</c>.</summary>
public sealed class SelfLearningTests
{
    private readonly Lab lab = new(2);
    private readonly LabNode asker;
    private readonly LabNode middle;
    private readonly LabNode owner;
    private readonly LabNode aside;
    private readonly (LabLink There, LabLink Back) toMiddle;
    private readonly (LabLink There, LabLink Back) toOwner;
    private readonly (LabLink There, LabLink Back) toAside;

    public SelfLearningTests()
    {
        var options = new ForwarderOptions { TrustsAnnouncement = (in PrefixAnnouncement announcement) => announcement.Data.Name.Count > 4 };
        (asker, middle, owner, aside) = (lab.AddNode(options), lab.AddNode(options), lab.AddNode(options), lab.AddNode(options));
        toMiddle = asker.Connect(middle, atHome: true, mtu: 1420);
        toOwner = middle.Connect(owner, atHome: true, mtu: 1420);
        toAside = middle.Connect(aside, atHome: true, mtu: 1420);
        foreach (var node in (LabNode[])[asker, middle, owner, aside])
        {
            node.Use("/", "self-learning");
        }
    }

    [Fact]
    public void The_first_Interest_goes_everywhere_and_the_next_only_where_the_answer_came_from()
    {
        owner.Serve("/p/alice", Announce("/p/alice", TimeSpan.FromMinutes(10)), size: 4000);
        var first = asker.Ask("/p/alice/1");
        lab.Run(TimeSpan.FromSeconds(1));
        Assert.True(first.IsAnswered);
        Assert.Equal(1, toAside.There.Frames);
        Assert.Equal((1L, 1L), (asker.Forwarder.Counters.AnnouncementsLearned, middle.Forwarder.Counters.AnnouncementsLearned));
        Assert.Equal("/p/alice", Assert.Single(asker.Forwarder.Rib.Entries).Prefix.ToString());

        var second = asker.Ask("/p/alice/2");
        lab.Run(TimeSpan.FromSeconds(1));
        Assert.True(second.IsAnswered);
        Assert.Equal(1, toAside.There.Frames);
        Assert.Equal(1, asker.Forwarder.Counters.Discoveries);
    }

    [Fact]
    public void Best_route_asks_nobody_where_there_is_no_route()
    {
        owner.Serve("/p/alice", Announce("/p/alice", TimeSpan.FromMinutes(10)));
        asker.Use("/", "best-route");
        var asked = asker.Ask("/p/alice/1");
        lab.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(NackReason.NoRoute, asked.Nack);
        Assert.Equal(0, toMiddle.There.Frames);
    }

    [Fact]
    public void A_learned_route_ends_with_its_announcement()
    {
        owner.Serve("/p/alice", Announce("/p/alice", TimeSpan.FromSeconds(30)));
        asker.Ask("/p/alice/1");
        lab.Run(TimeSpan.FromSeconds(29));
        Assert.Equal(1, asker.Forwarder.Rib.RouteCount);
        lab.Run(TimeSpan.FromSeconds(2));
        Assert.Equal(0, asker.Forwarder.Rib.RouteCount);
        Assert.Equal(0, middle.Forwarder.Rib.RouteCount);
    }

    [Fact]
    public void When_the_owner_has_moved_a_consumer_that_asks_again_finds_them()
    {
        owner.Serve("/p/alice", Announce("/p/alice", TimeSpan.FromMinutes(10)));
        asker.Ask("/p/alice/1");
        lab.Run(TimeSpan.FromSeconds(1));

        toOwner.There.Loss = 1;
        aside.Serve("/p/alice", Announce("/p/alice", TimeSpan.FromMinutes(10)));
        var moved = asker.Ask("/p/alice/2");
        lab.Run(TimeSpan.FromSeconds(3));
        Assert.True(moved.IsAnswered);
        Assert.Equal(2, moved.Sent);
    }

    [Fact]
    public void An_announcement_of_another_prefix_or_that_is_not_trusted_makes_no_route()
    {
        // For everything, under an answer for one thing.
        owner.Serve("/p/alice", PrefixAnnouncement.Build(Name.Empty, 1, TimeSpan.FromMinutes(10), null, DigestSha256.Signer));
        aside.Serve("/p/bob", Announce("/p/mallory", TimeSpan.FromMinutes(10)));
        var first = asker.Ask("/p/alice/1");
        var second = asker.Ask("/p/bob/1");
        lab.Run(TimeSpan.FromSeconds(2));
        Assert.True(first.IsAnswered && second.IsAnswered);
        Assert.Equal(2, middle.Forwarder.Counters.AnnouncementsRefused);
        Assert.Equal(0, middle.Forwarder.Rib.RouteCount + asker.Forwarder.Rib.RouteCount);
    }

    private static byte[] Announce(string prefix, TimeSpan lasts) =>
        PrefixAnnouncement.Build(Name.Parse(prefix), 1, lasts, null, DigestSha256.Signer);
}
