using Xunit;

namespace Hearth.Tests;

/// <summary>
/// What tells the strategies apart: the same three nodes, the same questions, another strategy at the one in the middle
/// (<c>here</c>), which has two ways to go. Virtual time, one seed.
/// </summary>
public sealed class StrategyTests
{
    private readonly Lab lab = new(1);
    private readonly LabNode here;
    private readonly LabNode first;
    private readonly LabNode second;
    private readonly (LabLink There, LabLink Back) toFirst;
    private readonly (LabLink There, LabLink Back) toSecond;
    private int names;

    // The first is far and cheap, the second at home, near and dear.
    public StrategyTests()
    {
        (here, first, second) = (lab.AddNode(), lab.AddNode(), lab.AddNode());
        toFirst = here.Connect(first, milliseconds: 50);
        toSecond = here.Connect(second, milliseconds: 2, atHome: true);
        here.Route("/p", toFirst.Back, cost: 0);
        here.Route("/p", toSecond.Back, cost: 10);
    }

    [Fact]
    public void Best_route_takes_the_cheapest_and_the_other_only_when_the_consumer_asks_again()
    {
        var (asFirst, asSecond) = Serve();
        here.Use("/p", "best-route");
        AskMany(20);
        Assert.Equal((20, 0), (asFirst[0], asSecond[0]));

        toFirst.There.Loss = 1;
        var late = Ask();
        lab.Run(TimeSpan.FromSeconds(3));
        Assert.InRange(late.Milliseconds, 1000, 1010);

        // It does not learn: the next one waits as long.
        var later = Ask();
        lab.Run(TimeSpan.FromSeconds(3));
        Assert.InRange(later.Milliseconds, 1000, 1010);
    }

    [Fact]
    public void Multicast_takes_both_and_has_the_quicker_answer_at_twice_the_price()
    {
        var (asFirst, asSecond) = Serve();
        here.Use("/p", "multicast");
        var answers = AskMany(20);
        Assert.Equal((20, 20), (asFirst[0], asSecond[0]));
        Assert.All(answers, answer => Assert.InRange(answer.Milliseconds, 4, 5));
        Assert.Equal(20, here.Forwarder.Counters.UnsolicitedData);
    }

    [Fact]
    public void ASF_finds_the_quicker_way_by_one_probe_and_leaves_it_when_it_falls_silent()
    {
        var (asFirst, asSecond) = Serve();
        here.Use("/p", "asf");
        var answers = AskMany(20);
        Assert.Equal((1, 20), (asFirst[0], asSecond[0]));
        Assert.InRange(answers[19].Milliseconds, 4, 5);

        // Three Interests wait for the silent way, then all go by the other.
        toSecond.There.Loss = 1;
        var afterwards = AskMany(20, apartMilliseconds: 2000);
        Assert.InRange(afterwards.Count(answer => answer.Milliseconds > 1000), 1, 4);
        Assert.InRange(afterwards[19].Milliseconds, 100, 101);

        // When it is back, a probe finds out within its interval.
        toSecond.There.Loss = 0;
        lab.Run(TimeSpan.FromSeconds(60));
        AskMany(3);
        Assert.InRange(AskMany(1)[0].Milliseconds, 4, 5);
    }

    [Fact]
    public void Local_first_asks_at_home_whatever_the_cost_and_beyond_when_home_refuses()
    {
        var asFirst = first.Serve("/p");
        var asSecond = second.Serve("/p/alice");
        here.Use("/p", "local-first");
        var atHome = Ask("/p/alice");
        var beyond = Ask("/p/bob");
        lab.Run(TimeSpan.FromSeconds(5));
        Assert.Equal((1, 1), (asFirst[0], asSecond[0]));
        Assert.InRange(atHome.Milliseconds, 4, 5);

        // A refusal from home, then at once the way beyond: no consumer had to ask again.
        Assert.InRange(beyond.Milliseconds, 104, 106);
        Assert.Equal(1, beyond.Sent);
        Assert.Equal(1, here.Forwarder.Counters.TriedElsewhere);
    }

    [Theory]
    [InlineData("local-first", false)]
    [InlineData("best-route", true)]
    [InlineData("near-caches-first", true)]
    [InlineData("contribute", true)]
    public void Only_local_first_keeps_the_line_from_strangers_and_serves_them_what_is_at_home(string strategy, bool carriesStrangers)
    {
        first.Serve("/p/far");
        second.Serve("/p/home");
        here.Use("/p", strategy);
        var stranger = lab.AddNode();
        var (_, fromHere) = stranger.Connect(here, milliseconds: 5);
        stranger.Route("/p", fromHere);

        var far = stranger.Ask("/p/far/1");
        var home = stranger.Ask("/p/home/1");
        lab.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(carriesStrangers, far.IsAnswered);
        Assert.True(home.IsAnswered || strategy == "best-route");
    }

    [Fact]
    public void Near_caches_first_asks_the_neighbour_before_the_origin_and_stops_when_it_never_has_anything()
    {
        var asFirst = first.Serve("/p");
        here.Use("/p", "near-caches-first");
        var answers = AskMany(40);

        // The neighbour has nothing: it refuses, and after three refusals is not asked until the next probe.
        Assert.All(answers, answer => Assert.True(answer.IsAnswered));
        Assert.Equal(40, asFirst[0]);
        Assert.InRange(toSecond.There.Frames, 3, 5);
        Assert.InRange(answers[39].Milliseconds, 100, 101);

        // It has got something meanwhile: the probe finds out, and what it has is taken from there.
        var asSecond = second.Serve("/p");
        lab.Run(TimeSpan.FromSeconds(60));
        AskMany(1);
        Assert.InRange(AskMany(10)[9].Milliseconds, 4, 5);
        Assert.InRange(asSecond[0], 10, 11);
    }

    [Fact]
    public void Contribute_spreads_content_over_all_ways_and_keeps_each_piece_to_one()
    {
        var (asFirst, asSecond) = Serve();
        here.Use("/p", "contribute");
        AskMany(200);
        Assert.InRange(asFirst[0], 70, 130);
        Assert.Equal(200, asFirst[0] + asSecond[0]);

        // All segments of one file go the same way.
        var (before, other) = (asFirst[0], asSecond[0]);
        for (var segment = 0; segment < 50; segment++)
        {
            here.Ask($"/p/file/54={segment}");
        }

        lab.Run(TimeSpan.FromSeconds(5));
        Assert.Contains(0, new[] { asFirst[0] - before, asSecond[0] - other });
    }

    [Fact]
    public void Strategies_are_chosen_by_prefix()
    {
        var (asFirst, asSecond) = Serve();
        here.Use("/p", "best-route");
        here.Use("/p/photos", "local-first");
        Ask("/p/text");
        Ask("/p/photos");
        lab.Run(TimeSpan.FromSeconds(2));
        Assert.Equal((1, 1), (asFirst[0], asSecond[0]));
    }

    private (int[] First, int[] Second) Serve() => (first.Serve("/p"), second.Serve("/p"));

    private LabNode.Asked Ask(string prefix = "/p") => here.Ask($"{prefix}/{names++}");

    private List<LabNode.Asked> AskMany(int count, double apartMilliseconds = 200)
    {
        var asked = new List<LabNode.Asked>();
        for (var i = 0; i < count; i++)
        {
            asked.Add(Ask());
            lab.Run(TimeSpan.FromMilliseconds(apartMilliseconds));
        }

        lab.Run(TimeSpan.FromSeconds(2));
        return asked;
    }
}
