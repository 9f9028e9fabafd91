using Hearth.Board.Lights;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Supervision;

public sealed class SupervisorTests
{
    private static readonly ChildMessage.Hello NodeHello = new(SupervisionProtocol.Version, ChildRole.Node);
    private static readonly ChildMessage.Health Fresh = new() { Serving = true, Claimed = false, Network = true, Page = "http://127.0.0.1:8080/" };
    private static readonly ChildMessage.Health Owned = Fresh with { Claimed = true };

    private readonly SupervisorStage stage = new();

    [Fact]
    public void A_process_starts_only_when_it_is_told_to()
    {
        stage.Connects(1);
        Assert.Equal("", stage.Effects());

        stage.Says(1, NodeHello);

        Assert.Equal("1<go 1<light:Starting 1<window:Closed", stage.Effects());
        Assert.Equal(1, stage.Supervisor.Counters.Starts);
    }

    [Fact]
    public void The_light_tells_how_the_node_is()
    {
        Assert.Equal("White", stage.Lights());
        stage.Starts(1);
        stage.Says(1, Fresh);
        Assert.Equal("ready:http://127.0.0.1:8080/ 1<light:Unclaimed", stage.Effects());
        stage.Says(1, Owned with { Network = false });
        Assert.Equal("1<light:NoNetwork", stage.Effects());
        stage.Says(1, Owned);
        Assert.Equal("1<light:Serving", stage.Effects());
        stage.Lights();
        stage.Advances(0.5);
        Assert.Equal("Green", stage.Lights());
        stage.Says(1, Owned with { Fault = true });
        Assert.Equal("1<light:Fault", stage.Effects());
        stage.Says(1, Owned with { Serving = false });
        Assert.Equal("1<light:Starting", stage.Effects());
    }

    [Fact]
    public void A_node_that_answers_its_pings_is_left_alone()
    {
        stage.Starts(1);
        for (var i = 1; i <= 100; i++)
        {
            stage.Advances(2);
            Assert.Equal($"1<ping:{i}", stage.Effects());
            stage.Advances(7.9);
            stage.Says(1, new ChildMessage.Alive(i));
            Assert.Equal("", stage.Effects());
        }

        Assert.Equal(0, stage.Supervisor.Counters.Kills);
    }

    [Fact]
    public void A_node_that_answers_no_ping_is_ended_within_its_bound()
    {
        stage.Starts(1);
        stage.Says(1, Fresh);
        stage.Advances(2);
        stage.Effects();

        stage.Advances(7.9);
        Assert.DoesNotContain("kill", stage.Effects(), StringComparison.Ordinal);
        stage.Advances(0.1);
        Assert.Contains("1!kill:NoAnswer", stage.Effects(), StringComparison.Ordinal);

        stage.Breaks(1);
        Assert.Contains("1!forget", stage.Effects(), StringComparison.Ordinal);
        Assert.Equal(1, stage.Supervisor.Counters.Kills);
    }

    [Fact]
    public void An_old_answer_does_not_stand_for_a_new_one()
    {
        stage.Starts(1);
        stage.Says(1, Fresh);
        stage.Advances(2);
        stage.Says(1, new ChildMessage.Alive(1));
        stage.Advances(2);
        stage.Says(1, new ChildMessage.Alive(1));
        stage.Effects();

        stage.Advances(8);

        Assert.Contains("1!kill:NoAnswer", stage.Effects(), StringComparison.Ordinal);
        Assert.Equal(1, stage.Supervisor.Counters.StaleAnswers);
    }

    [Fact]
    public void Restarts_wait_longer_each_time_up_to_a_minute()
    {
        List<double> waits = [];
        for (var link = 1; link <= 10; link++)
        {
            stage.Connects(link);
            stage.Says(link, NodeHello);
            var asked = stage.Now;
            while (!stage.Effects().Contains("<go", StringComparison.Ordinal))
            {
                stage.AdvancesToDeadline();
            }

            waits.Add((stage.Now - asked).TotalSeconds);
            stage.Breaks(link);
        }

        Assert.Equal([0, 1, 2, 4, 8, 16, 32, 60, 60, 60], waits);
    }

    [Fact]
    public void A_minute_in_good_health_makes_the_next_start_the_first()
    {
        for (var link = 1; link <= 3; link++)
        {
            stage.Starts(link);
            stage.Breaks(link);
        }

        stage.Starts(4);
        stage.Says(4, Owned);
        stage.AdvancesAlive(4, 60);
        stage.Breaks(4);
        stage.Effects();

        stage.Connects(5);
        stage.Says(5, NodeHello);

        Assert.StartsWith("5<go", stage.Effects(), StringComparison.Ordinal);
    }

    [Fact]
    public void Less_than_a_minute_does_not()
    {
        stage.Starts(1);
        stage.Breaks(1);
        stage.Starts(2);
        stage.Says(2, Owned);
        stage.AdvancesAlive(2, 59);
        stage.Breaks(2);
        stage.Effects();

        stage.Connects(3);
        stage.Says(3, NodeHello);

        Assert.Equal("", stage.Effects());
    }

    [Fact]
    public void A_node_that_starts_again_and_again_is_a_fault_until_it_stays()
    {
        for (var link = 1; link <= 6; link++)
        {
            stage.Starts(link);
            stage.Says(link, Owned);
            Assert.Equal(LightState.Serving, stage.LightOf(link));
            stage.Breaks(link);
        }

        stage.Starts(7);
        stage.Says(7, Owned);
        Assert.Equal(LightState.Fault, stage.LightOf(7));

        stage.AdvancesAlive(7, 60);
        Assert.Equal(LightState.Serving, stage.LightOf(7));
    }

    [Fact]
    public void A_press_opens_the_claim_for_two_minutes()
    {
        stage.Starts(1);
        stage.Says(1, Fresh);
        stage.Effects();

        stage.Presses(0.2);
        Assert.Equal("1<window:Claim:120 1<light:Pairing", stage.Effects());

        stage.AdvancesAlive(1, 119.9);
        Assert.Equal("", stage.Effects());
        stage.AdvancesAlive(1, 0.1);
        Assert.Equal("1<window:Closed 1<light:Unclaimed", stage.Effects());
    }

    [Fact]
    public void The_claim_closes_the_window()
    {
        stage.Starts(1);
        stage.Says(1, Fresh);
        stage.Presses(0.2);
        stage.Effects();

        stage.Says(1, Owned);

        Assert.Equal("1<window:Closed 1<light:Serving", stage.Effects());
    }

    [Fact]
    public void A_press_after_the_claim_lets_one_browser_sign_in()
    {
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Effects();

        stage.Presses(0.2);
        Assert.Equal("1<window:SignIn:120 1<light:Pairing", stage.Effects());
        stage.Says(1, new ChildMessage.SignedIn());
        Assert.Equal("1<window:Closed 1<light:Serving", stage.Effects());
    }

    [Fact]
    public void A_node_that_restarts_finds_the_window_still_open()
    {
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Presses(0.2);
        stage.Breaks(1);
        stage.Effects();

        stage.Connects(2);
        stage.Says(2, NodeHello);
        stage.Advances(1);

        Assert.Equal("2<go 2<light:Pairing 2<window:SignIn:119", stage.Effects());
    }

    [Fact]
    public void Nothing_but_the_button_opens_a_window()
    {
        stage.Starts(1);
        foreach (var message in new ChildMessage[] { Fresh, Owned, Fresh, new ChildMessage.SignedIn(), new ChildMessage.Identify() })
        {
            stage.Says(1, message);
            Assert.DoesNotContain("window:Claim", stage.Effects(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_light_counts_down_while_the_button_is_held_and_letting_go_cancels()
    {
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Effects();

        stage.Level(true);
        stage.AdvancesAlive(1, 2);
        Assert.Equal("1<light:ResetCountdown", stage.Effects());
        stage.AdvancesAlive(1, 7.9);
        stage.Level(false);
        stage.AdvancesAlive(1, 0.02);
        Assert.Equal("1<light:Serving", stage.Effects());
    }

    [Fact]
    public void A_button_held_to_the_end_has_everything_erased_by_a_node_that_has_nothing_open()
    {
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Effects();

        stage.Level(true);
        stage.AdvancesAlive(1, 10);
        Assert.Equal("1<light:ResetCountdown 1<factoryReset", stage.Effects());
        stage.Breaks(1);

        stage.Connects(2);
        stage.Says(2, NodeHello);
        Assert.Equal("2<factoryReset", stage.Effects());
        stage.Says(2, new ChildMessage.ResetDone());
        Assert.Equal("2<go 2<light:Starting 2<window:Closed", stage.Effects());
        stage.Says(2, Fresh);
        Assert.Equal(LightState.Unclaimed, stage.LightOf(2));
    }

    [Fact]
    public void A_node_that_cannot_even_start_is_erased_at_its_next_attempt()
    {
        for (var link = 1; link <= 8; link++)
        {
            stage.Starts(link);
            stage.Breaks(link);
        }

        stage.Connects(9);
        stage.Says(9, NodeHello);
        stage.Effects();

        stage.Level(true);
        stage.Advances(10);

        Assert.EndsWith(" 9<factoryReset", stage.Effects(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_does_not_exit_for_the_reset_is_ended()
    {
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Level(true);
        stage.AdvancesAlive(1, 10);
        stage.Effects();

        stage.Advances(5);

        Assert.Equal("1!kill:NoExit", stage.Effects());
    }

    [Fact]
    public void An_erasure_that_hangs_is_ended_and_begun_again()
    {
        stage.Starts(1);
        stage.Level(true);
        stage.AdvancesAlive(1, 10);
        stage.Breaks(1);
        stage.Connects(2);
        stage.Says(2, NodeHello);
        stage.Effects();

        stage.Advances(120);
        Assert.Contains("2!kill:NoErasure", stage.Effects(), StringComparison.Ordinal);
        stage.Breaks(2);
        stage.Connects(3);
        stage.Says(3, NodeHello);

        Assert.Contains("3<factoryReset", stage.Effects(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_asks_is_told_what_a_press_opened()
    {
        stage.Starts(1);
        stage.Says(1, Fresh);
        stage.Effects();
        stage.Says(1, new ChildMessage.AskWindow());
        var before = stage.Effects();
        stage.Presses(0.2);
        stage.Effects();

        stage.Says(1, new ChildMessage.AskWindow());

        Assert.Contains("window:Closed", before, StringComparison.Ordinal);
        Assert.Contains("window:Claim", stage.Effects(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_light_shows_which_board_it_is_for_ten_seconds()
    {
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Says(1, new ChildMessage.Identify());
        Assert.Equal(LightState.Identify, stage.LightOf(1));

        stage.AdvancesAlive(1, 9.9);
        Assert.Equal(LightState.Identify, stage.LightOf(1));
        stage.AdvancesAlive(1, 0.1);
        Assert.Equal(LightState.Serving, stage.LightOf(1));
    }

    [Fact]
    public void A_process_that_closes_its_link_and_lives_on_is_ended()
    {
        stage.Starts(1);

        stage.Breaks(1);
        stage.Effects();
        stage.Advances(5);

        Assert.Equal("1!kill:NoExit 1!forget", stage.Effects());
        Assert.Equal(0, stage.Supervisor.Counters.Kills);
    }

    [Fact]
    public void Another_version_is_refused()
    {
        stage.Connects(1);
        stage.Says(1, new ChildMessage.Hello(SupervisionProtocol.Version + 1, ChildRole.Node));

        Assert.Equal("1!refuse:OtherVersion 1!forget", stage.Effects());
    }

    [Fact]
    public void A_second_node_is_refused_while_the_first_is_there()
    {
        stage.Starts(1);
        stage.Effects();
        stage.Connects(2);
        stage.Says(2, NodeHello);

        Assert.Equal("2!refuse:RoleTaken 2!forget", stage.Effects());
        stage.Advances(2);
        Assert.Equal("1<ping:1", stage.Effects());
    }

    [Fact]
    public void The_updater_has_a_go_of_its_own_and_may_not_speak_for_the_node()
    {
        stage.Starts(1);
        stage.Connects(2);
        stage.Says(2, new ChildMessage.Hello(SupervisionProtocol.Version, ChildRole.Updater));
        Assert.Contains("2<go", stage.Effects(), StringComparison.Ordinal);

        stage.Says(2, Owned);

        Assert.Equal("2!refuse:OutOfTurn", stage.Effects());
    }

    [Fact]
    public void A_stranger_that_says_nothing_is_refused()
    {
        stage.Connects(1);
        stage.Advances(60);

        Assert.Equal("1!refuse:NoHello 1!forget", stage.Effects());
    }

    [Theory]
    [InlineData("alive")]
    [InlineData("health")]
    [InlineData("resetDone")]
    public void Nothing_comes_before_hello(string kind)
    {
        stage.Connects(1);
        stage.Says(1, kind switch
        {
            "alive" => new ChildMessage.Alive(0),
            "health" => Fresh,
            _ => new ChildMessage.ResetDone(),
        });

        Assert.Equal("1!refuse:OutOfTurn 1!forget", stage.Effects());
    }

    [Fact]
    public void A_malformed_line_costs_the_link_and_then_the_process()
    {
        stage.Starts(1);
        stage.Effects();

        stage.SaysNonsense(1);
        Assert.Equal("1!refuse:Malformed", stage.Effects());
        stage.Advances(5);

        Assert.Equal("1!kill:NoExit 1!forget", stage.Effects());
    }

    [Fact]
    public void There_are_never_more_than_eight_links()
    {
        for (var link = 1; link <= Supervisor.MaxLinks; link++)
        {
            stage.Connects(link);
        }

        Assert.Equal("", stage.Effects());

        stage.Connects(9);

        Assert.Equal("9!refuse:TooManyLinks 9!forget", stage.Effects());
    }

    [Fact]
    public void Every_deadline_is_met_by_expiring_it()
    {
        // A deadline that stays after its Expire would make the shell spin.
        Random random = new(8);
        for (var round = 0; round < 200; round++)
        {
            SupervisorStage world = new();
            for (var step = 0; step < 60; step++)
            {
                var link = random.Next(1, 6);
                switch (random.Next(9))
                {
                    case 0: world.Connects(link + 100 * step); world.Says(link + 100 * step, NodeHello); break;
                    case 1: world.Connects(link); break;
                    case 2: world.Says(link, NodeHello); break;
                    case 3: world.Says(link, random.Next(2) == 0 ? Owned : Fresh); break;
                    case 4: world.Breaks(link); break;
                    case 5: world.Level(random.Next(2) == 0); break;
                    case 6: world.Advances(random.NextDouble() * 20); break;
                    case 7: world.SaysNonsense(link); break;
                    default: world.AdvancesToDeadline(); break;
                }

                world.Supervisor.Expire(world.Now);
                Assert.True(world.Supervisor.NextDeadline(world.Now) is not { } next || next > world.Now, $"round {round}, step {step}");
            }
        }
    }
}
