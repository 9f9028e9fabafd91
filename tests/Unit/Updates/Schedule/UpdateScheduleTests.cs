using Hearth.Updates.Schedule;
using Xunit;

namespace Hearth.Tests.Updates.Schedule;

public sealed class UpdateScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ScheduleState Started = new() { Started = Noon };

    [Fact]
    public void The_first_look_comes_within_an_hour_of_the_start_and_not_at_once()
    {
        Assert.Equal(new ScheduleStep(UpdateAction.None, Noon.AddMinutes(5)), UpdateSchedule.Next(Started, Noon));
        Assert.Equal(Noon.AddHours(1), UpdateSchedule.Next(Started with { Jitter = 1 }, Noon).At);
        Assert.Equal(UpdateAction.Check, UpdateSchedule.Next(Started, Noon.AddMinutes(5)).Action);
    }

    [Fact]
    public void It_looks_once_a_day_and_devices_do_so_at_different_times()
    {
        var looked = Started with { EndedAt = Noon };

        Assert.Equal(Noon.AddHours(21), UpdateSchedule.Next(looked, Noon).At);
        Assert.Equal(Noon.AddHours(27), UpdateSchedule.Next(looked with { Jitter = 1 }, Noon).At);
        Assert.Equal(UpdateAction.Check, UpdateSchedule.Next(looked, Noon.AddHours(21)).Action);
    }

    [Theory]
    [InlineData(1, 15)]
    [InlineData(2, 30)]
    [InlineData(5, 240)]
    [InlineData(100, 21 * 60)]
    public void After_a_failure_it_looks_again_soon_and_then_ever_later(int failures, int minutes) =>
        Assert.Equal(Noon.AddMinutes(minutes), UpdateSchedule.Next(Started with { EndedAt = Noon, Failures = failures }, Noon).At);

    [Theory]
    [InlineData(0, 0, 14)]
    [InlineData(0, 1, 16)]
    [InlineData(2, 0, 12)]
    [InlineData(-7, 0, 21)]
    public void What_there_is_is_installed_at_night_by_the_owners_clock(int offset, double jitter, int hoursFromNoon)
    {
        var state = Started with { EndedAt = Noon, IsAvailable = true, Jitter = jitter, UtcOffset = TimeSpan.FromHours(offset) };

        Assert.Equal(Noon.AddHours(hoursFromNoon), UpdateSchedule.InstallAt(state, Noon));
        Assert.Equal(UpdateAction.Install, UpdateSchedule.Next(state, Noon.AddHours(hoursFromNoon)).Action);
    }

    [Fact]
    public void A_device_whose_turn_comes_later_waits_for_the_night_after_it()
    {
        var state = Started with { EndedAt = Noon, IsAvailable = true, NotBefore = Noon.AddDays(3) };

        Assert.Equal(Noon.AddDays(3).AddHours(14), UpdateSchedule.InstallAt(state, Noon));
        Assert.Equal(UpdateAction.Check, UpdateSchedule.Next(state, Noon.AddHours(21)).Action);
    }

    [Theory]
    [InlineData(UpdateAction.Check)]
    [InlineData(UpdateAction.Install)]
    public void What_the_owner_asks_for_comes_at_once_but_not_while_they_upload_or_a_version_proves_itself(UpdateAction asked)
    {
        var state = Started with { Asked = asked };

        Assert.Equal(new ScheduleStep(asked, Noon), UpdateSchedule.Next(state, Noon));
        Assert.Equal(UpdateAction.None, UpdateSchedule.Next(state with { IsUploading = true }, Noon).Action);
        Assert.Equal(UpdateAction.None, UpdateSchedule.Next(state with { IsBusy = true }, Noon).Action);
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_put_the_next_look_off() =>
        Assert.Equal(UpdateAction.Check, UpdateSchedule.Next(Started with { EndedAt = Noon.AddYears(10) }, Noon).Action);

    [Fact]
    public void An_install_that_failed_is_looked_for_again_before_it_is_tried_again() =>
        Assert.Equal(DateTimeOffset.MaxValue, UpdateSchedule.InstallAt(Started with { EndedAt = Noon, IsAvailable = true, Failures = 1 }, Noon));
}
