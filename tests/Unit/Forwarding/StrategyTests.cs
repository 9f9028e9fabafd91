using Hearth.Forwarding;
using Hearth.Forwarding.Strategies;
using Hearth.Protocol;
using Xunit;

namespace Hearth.Tests.Forwarding;

/// <summary>What holds for every strategy, and what tells them apart.</summary>
public sealed class StrategyTests
{
    private readonly Node node = new();
    private readonly FaceId[] faces;

    public StrategyTests() => faces = [node.AddFace(FaceScope.Local), .. node.AddFaces(4)];

    public static TheoryData<string> All => [.. StrategyTable.Strategies.Select(strategy => strategy.Name.ToString())];

    [Theory]
    [MemberData(nameof(All))]
    public void An_Interest_goes_out_at_once_and_never_back(string strategy)
    {
        Use(strategy, 0, 1, 2);
        node.Interest(faces[0], "/a");
        var sent = node.Sent;
        Assert.Contains(sent, packet => packet is "1 Interest /a" or "2 Interest /a");
        Assert.DoesNotContain("0 Interest /a", sent);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_hasty_retransmission_is_held_back_and_a_patient_one_passes(string strategy)
    {
        Use(strategy, 1, 2);
        node.Interest(faces[0], "/a", 1);
        _ = node.Sent;
        node.Advance(9);
        node.Interest(faces[0], "/a", 2);
        Assert.Empty(node.Sent);
        Assert.Equal(1, node.Forwarder.Counters.SuppressedInterests);
        node.Advance(1);
        node.Interest(faces[0], "/a", 3);
        Assert.NotEmpty(node.Sent);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_interval_doubles_up_to_a_quarter_of_a_second(string strategy)
    {
        Use(strategy, 1);
        var passed = new List<int>();
        var last = 0;
        for (var millisecond = 0; millisecond <= 1500; millisecond++)
        {
            node.Interest(faces[0], "/a", (uint)millisecond + 1);
            if (node.Sent.Length > 0)
            {
                passed.Add(millisecond - last);
                last = millisecond;
            }

            node.Advance(1);
        }

        Assert.Equal([0, 10, 20, 40, 80, 160, 250, 250, 250, 250], passed);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Without_a_next_hop_it_is_not_asked(string strategy)
    {
        Use(strategy, 0);
        node.Interest(faces[0], "/a");
        Assert.Equal(["0 NackNoRoute /a"], node.Sent);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_face_whose_link_has_failed_is_asked_for_nothing_until_it_works_again(string strategy)
    {
        Use(strategy, 1, 2);
        node.Forwarder.SetUp(faces[1], isUp: false, node.Now);
        node.Interest(faces[0], "/a", 1);
        Assert.Equal(["2 Interest /a"], node.Sent);

        node.Forwarder.SetUp(faces[2], isUp: false, node.Now);
        node.Interest(faces[0], "/a/b", 2);
        Assert.Equal(["0 NackNoRoute /a/b"], node.Sent);

        node.Forwarder.SetUp(faces[1], isUp: true, node.Now);
        node.Interest(faces[0], "/a/c", 3);
        Assert.Equal(["1 Interest /a/c"], node.Sent);
    }

    [Fact]
    public void Best_route_tries_the_next_cheapest_when_asked_again_and_then_starts_over()
    {
        Use(All.First().Data, 1, 2, 3);
        var sent = new List<string>();
        for (uint nonce = 1; nonce <= 4; nonce++)
        {
            node.Interest(faces[0], "/a", nonce);
            sent.AddRange(node.Sent);
            node.Advance(250);
        }

        Assert.Equal(["1 Interest /a", "2 Interest /a", "3 Interest /a", "1 Interest /a"], sent);
    }

    [Fact]
    public void Multicast_asks_everybody()
    {
        Use("/localhost/nfd/strategy/multicast/v=4", 0, 1, 2, 3);
        node.Interest(faces[0], "/a");
        Assert.Equal(["1 Interest /a", "2 Interest /a", "3 Interest /a"], node.Sent);
    }

    [Fact]
    public void The_longest_prefix_chooses_the_strategy()
    {
        var multicast = Name.Parse("/localhost/nfd/strategy/multicast/v=4");
        var table = node.Forwarder.Strategies;
        Assert.True(table.Set(Name.Parse("/a/b"), multicast));
        Assert.Equal(multicast, table.Find(Name.Parse("/a/b/c")).Name);
        Assert.IsType<BestRoute>(table.Find(Name.Parse("/a")));
        Assert.True(table.Unset(Name.Parse("/a/b")));
        Assert.IsType<BestRoute>(table.Find(Name.Parse("/a/b/c")));
        Assert.False(table.Unset(Name.Empty));
        Assert.False(table.Set(Name.Parse("/a"), Name.Parse("/localhost/nfd/strategy/multicast/v=3")));
    }

    private void Use(string strategy, params int[] nextHops)
    {
        Assert.True(node.Forwarder.Strategies.Set(Name.Empty, Name.Parse(strategy)));
        foreach (var hop in nextHops)
        {
            node.AddRoute("/a", faces[hop], (ulong)hop);
        }
    }
}
