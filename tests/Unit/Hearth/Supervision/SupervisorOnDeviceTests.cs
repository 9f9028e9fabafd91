using Hearth.Board.Lights;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Supervision;

public sealed class SupervisorOnDeviceTests
{
    private static readonly ChildMessage.Hello NodeHello = new(SupervisionProtocol.Version, ChildRole.Node);
    private static readonly ChildMessage.Health Owned = new() { Serving = true, Claimed = true, Network = true };

    private readonly SupervisorStage stage = new(new SupervisorSettings { ErasesByRestart = true });

    [Fact]
    public void Without_a_watchdog_nothing_is_fed()
    {
        stage.Starts(1);
        stage.AdvancesAlive(1, 3600);
        Assert.Null(stage.Fed);
    }

    [Fact]
    public void The_watchdog_is_fed_at_once_and_four_times_in_its_timeout()
    {
        stage.Starts(1);
        stage.HasWatchdog(15);
        stage.AdvancesToDeadline();
        Assert.Equal(stage.Now, stage.Fed);
        var before = stage.Supervisor.Counters.Feedings;

        stage.AdvancesAlive(1, 150);

        Assert.Equal(40, stage.Supervisor.Counters.Feedings - before);
    }

    [Fact]
    public void A_supervisor_that_hangs_feeds_nothing()
    {
        stage.Starts(1);
        stage.HasWatchdog(15);
        stage.AdvancesAlive(1, 20);
        var fed = stage.Fed;
        stage.Hangs(3600);
        Assert.Equal(fed, stage.Fed);
    }

    [Fact]
    public void A_node_that_hangs_and_comes_back_is_no_case_for_the_watchdog()
    {
        stage.HasWatchdog(15);
        stage.Starts(1);
        for (var link = 1; link < 20; link++)
        {
            stage.Advances(2 + (60 * StartDelay.MostPatience));
            Assert.Contains($"{link}!kill:NoStart", stage.Effects(), StringComparison.Ordinal);
            stage.Breaks(link);
            stage.Advances(20);
            stage.Starts(link + 1);
        }

        AssertFedLately();
    }

    [Fact]
    public void A_node_that_does_not_come_back_is_a_case_for_the_watchdog()
    {
        stage.HasWatchdog(15);
        stage.Starts(1);
        stage.AdvancesAlive(1, 100);
        stage.Breaks(1);
        var gone = stage.Now;

        stage.Advances(115);
        AssertFedLately();
        stage.Advances(600);

        Assert.InRange((stage.Fed!.Value - gone).TotalSeconds, 110, 120);
    }

    [Fact]
    public void A_node_that_cannot_be_ended_is_a_case_for_the_watchdog()
    {
        stage.HasWatchdog(15);
        stage.Starts(1);
        stage.Advances(62);
        Assert.Contains("1!kill:NoStart", stage.Effects(), StringComparison.Ordinal);
        var killed = stage.Now;

        stage.Advances(600);

        Assert.InRange((stage.Fed!.Value - killed).TotalSeconds, 105, 120);
    }

    [Fact]
    public void A_node_that_starts_again_and_again_is_told_by_the_light_and_not_by_the_watchdog()
    {
        stage.HasWatchdog(15);
        for (var link = 1; link < 30; link++)
        {
            stage.Starts(link);
            stage.Breaks(link);
        }

        AssertFedLately();
    }

    [Fact]
    public void The_first_node_has_ten_minutes()
    {
        stage.HasWatchdog(15);
        stage.Advances(595);
        AssertFedLately();
        stage.Advances(600);
        Assert.InRange(stage.Fed!.Value.TotalSeconds, 590, 600);
    }

    [Fact]
    public void Erasing_a_large_card_takes_as_long_as_it_takes()
    {
        SupervisorStage erasing = new(new SupervisorSettings { ErasesByRestart = true, IsErasing = true });
        erasing.HasWatchdog(15);
        erasing.Advances(7200);
        Assert.InRange((erasing.Now - erasing.Fed!.Value).TotalSeconds, 0, 5);
    }

    [Fact]
    public void An_updater_counts_while_it_is_there_and_where_it_was_ended_and_lives_on()
    {
        WatchdogRule rule = new(TimeSpan.Zero);
        rule.Armed(TimeSpan.FromSeconds(15), TimeSpan.Zero);

        Assert.Equal(3600, FedUntil(rule, [ChildRole.Node], 0, 3600));
        Assert.Equal(3660, FedUntil(rule, [ChildRole.Node, ChildRole.Updater], 3600, 3660));
        Assert.InRange(FedUntil(rule, [ChildRole.Node], 3660, 7200), 3770, 3780);
        rule.Gone(ChildRole.Updater);
        Assert.Equal(10800, FedUntil(rule, [ChildRole.Node], 7200, 10800));
    }

    [Fact]
    public void An_updater_that_came_and_went_is_missed_by_nobody_however_often_it_comes()
    {
        SupervisorStage stage = new(new SupervisorSettings());
        stage.HasWatchdog(15);
        stage.Starts(1);
        stage.Says(1, new ChildMessage.Health { Serving = true, Claimed = true, Network = true });
        for (var link = 2; link < 12; link++)
        {
            stage.Connects(link);
            stage.Says(link, new ChildMessage.Hello(SupervisionProtocol.Version, ChildRole.Updater));
            Assert.Contains($"{link}<go", stage.Effects(), StringComparison.Ordinal);
            stage.Breaks(link);
            stage.AdvancesAlive(1, 10);
        }

        stage.AdvancesAlive(1, 200);

        Assert.InRange((stage.Now - stage.Fed!.Value).TotalSeconds, 0, 5);
        Assert.Equal(Hearth.Board.Lights.LightState.Serving, stage.LightOf(1));
    }

    [Fact]
    public void A_button_held_to_the_end_restarts_the_board_to_erase_it()
    {
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Effects();

        stage.Level(true);
        stage.AdvancesAlive(1, 10.5);

        Assert.Equal("1<light:ResetCountdown restart 1<light:Updating", stage.Effects());
    }

    [Fact]
    public void A_restart_that_does_not_come_is_a_case_for_the_watchdog()
    {
        stage.HasWatchdog(15);
        stage.Starts(1);
        stage.Level(true);
        stage.AdvancesAlive(1, 10.5);
        stage.Level(false);
        var asked = stage.Now;

        stage.AdvancesAlive(1, 600);

        Assert.InRange((stage.Fed!.Value - asked).TotalSeconds, 50, 60);
    }

    [Fact]
    public void Where_the_restart_cannot_be_asked_for_the_node_erases()
    {
        stage.HasWatchdog(15);
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Level(true);
        stage.AdvancesAlive(1, 10.5);
        stage.Effects();

        stage.RestartRefused();
        Assert.Equal("1<factoryReset", stage.Effects());
        stage.Breaks(1);
        stage.Level(false);
        stage.Connects(2);
        stage.Says(2, NodeHello);
        stage.AdvancesToDeadline();

        Assert.Contains("2<factoryReset", stage.Effects(), StringComparison.Ordinal);
        stage.Says(2, new ChildMessage.ResetDone());
        stage.AdvancesAlive(2, 600);
        Assert.Equal(LightState.Starting, stage.LightOf(2));
        AssertFedLately();
    }

    [Fact]
    public void While_init_erases_the_light_says_so_until_a_node_says_hello()
    {
        SupervisorStage erasing = new(new SupervisorSettings { ErasesByRestart = true, IsErasing = true });
        erasing.Lights();
        erasing.Advances(2);
        Assert.Equal("Yellow dark", erasing.Lights());

        erasing.Starts(1);

        Assert.Equal(LightState.Starting, erasing.LightOf(1));
    }

    [Fact]
    public void Whoever_let_go_in_time_did_not_reset_however_late_the_news()
    {
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Level(true);
        stage.AdvancesAlive(1, 9);
        stage.Hangs(5);

        stage.LevelAgo(false, 4.5);
        stage.AdvancesAlive(1, 20);

        Assert.DoesNotContain("restart", stage.Effects(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_press_that_is_told_late_is_still_a_press()
    {
        stage.Starts(1);
        stage.Says(1, Owned);
        stage.Effects();
        stage.Hangs(3);

        stage.LevelAgo(true, 2.5);
        stage.LevelAgo(false, 2.3);
        stage.AdvancesAlive(1, 0.1);

        Assert.Contains("1<window:SignIn", stage.Effects(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_may_connect_in_its_role_alone()
    {
        stage.Connects(1, only: ChildRole.Updater);
        stage.Says(1, NodeHello);
        Assert.Equal("1!refuse:OtherRole 1!forget", stage.Effects());

        stage.Connects(2, only: ChildRole.Node);
        stage.Says(2, NodeHello);
        Assert.StartsWith("2<go", stage.Effects(), StringComparison.Ordinal);
    }

    /// <summary>Looks every second; the last second in which it is fed, or <paramref name="until"/> where that is less than a feeding ago.</summary>
    private static int FedUntil(WatchdogRule rule, ChildRole[] here, int from, int until)
    {
        var last = from;
        for (var second = from; second <= until; second++)
        {
            last = rule.Expire(here, TimeSpan.FromSeconds(second)) ? second : last;
        }

        return until - last < 5 ? until : last;
    }

    private void AssertFedLately() => Assert.InRange((stage.Now - stage.Fed!.Value).TotalSeconds, 0, 4);
}
