using Hearth.Updates.Rollout;
using Xunit;

namespace Hearth.Tests.Updates.Rollout;

public class OutcomeReportingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OutcomeReport Stayed = new("aa", UpdateOutcome.Confirmed);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_report_is_due_after_its_delay_and_given_once()
    {
        var waiting = new OutcomeReporting().Observe(Stayed, 3 * Hour, Noon);
        Assert.False(waiting.IsDue(Noon + (2 * Hour)));
        Assert.True(waiting.IsDue(Noon + (3 * Hour)));
        Assert.Equal(Stayed, waiting.Waiting);

        Assert.False(waiting.Given(Noon + (3 * Hour)).IsDue(Noon.AddYears(1)));
    }

    [Fact]
    public void A_bundle_that_was_reported_is_not_reported_again_however_it_ends()
    {
        var given = new OutcomeReporting().Observe(Stayed, Hour, Noon).Given(Noon + Hour);

        Assert.Null(given.Observe(Stayed with { Outcome = UpdateOutcome.FellBack }, Hour, Noon.AddDays(9)).Waiting);
    }

    [Fact]
    public void The_next_bundle_waits_until_the_pause_is_over()
    {
        var given = new OutcomeReporting().Observe(Stayed, TimeSpan.Zero, Noon).Given(Noon);
        Assert.Equal(Noon + OutcomeReporting.Pause, given.Observe(new("bb", UpdateOutcome.FellBack), Hour, Noon + Hour).Due);

        // Of a clock that was set back it is not known how long ago it was.
        Assert.Equal(Noon - (2 * Hour), given.Observe(new("bb", UpdateOutcome.FellBack), Hour, Noon - (3 * Hour)).Due);
    }

    [Fact]
    public void Of_two_that_wait_the_later_one_counts()
    {
        OutcomeReport second = new("bb", UpdateOutcome.FellBack);

        Assert.Equal(second, new OutcomeReporting().Observe(Stayed, Hour, Noon).Observe(second, Hour, Noon).Waiting);
    }

    [Fact]
    public void What_waits_already_is_no_later_for_being_found_again()
    {
        var waiting = new OutcomeReporting().Observe(Stayed, Hour, Noon);

        Assert.Same(waiting, waiting.Observe(Stayed, 6 * Hour, Noon + Hour));
    }

    [Fact]
    public void Where_nobody_is_reached_it_is_tried_again_for_two_days()
    {
        var waiting = new OutcomeReporting().Observe(Stayed, TimeSpan.Zero, Noon);
        var tries = 0;
        for (var now = Noon; waiting.Waiting is not null; now = waiting.Due, tries++)
        {
            waiting = waiting.Postpone(now);
        }

        Assert.Equal(49, tries);
    }

    [Fact]
    public void An_owner_who_refuses_is_not_told_of()
    {
        Assert.False(new OutcomeReporting().Observe(Stayed, Hour, Noon).Forget().IsDue(Noon.AddDays(1)));
    }
}
