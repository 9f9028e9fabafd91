using Hearth.Updates.Tuf;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>A device without a clock chip, and one whose clock was forged.</summary>
public sealed class ClockTests
{
    private static readonly DateTimeOffset BuildTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestRepository repository = new();
    private readonly TestClient client;

    public ClockTests() => client = new TestClient(repository) { ClockFloor = BuildTime };

    [Fact]
    public void A_clock_that_is_behind_the_floor_is_not_believed()
    {
        repository["timestamp"]["expires"] = "2025-12-31T00:00:00Z";
        repository.Serve("timestamp");
        client.Now = DateTimeOffset.UnixEpoch;

        client.AssertRefuses(TufFault.Expired, "timestamp.json");
    }

    [Fact]
    public void Issue_times_raise_the_floor_when_all_is_verified()
    {
        repository["targets"]["x-hearth-issued"] = "2026-03-01T00:00:00Z";
        repository["timestamp"]["x-hearth-issued"] = "2026-05-01T00:00:00Z";
        repository.PublishTargets();

        Assert.Equal(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), Floor());
    }

    [Fact]
    public void The_clock_itself_raises_nothing()
    {
        client.Now = new DateTimeOffset(2029, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(BuildTime, Floor());
    }

    [Fact]
    public void A_clock_set_far_ahead_stops_updates_only_while_it_is()
    {
        client.Now = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);
        client.AssertRefuses(TufFault.Expired, "root.json");

        client.Now = DateTimeOffset.UnixEpoch;
        client.AssertRefreshes();
    }

    [Fact]
    public void A_stolen_key_raises_the_floor_no_further_than_offline_keys_have_signed()
    {
        repository["timestamp"]["expires"] = "2900-01-01T00:00:00Z";
        repository["timestamp"]["x-hearth-issued"] = "2899-01-01T00:00:00Z";
        repository.Serve("timestamp");

        Assert.Equal(DateTimeOffset.Parse(TestRepository.Expiry), Floor());
    }

    [Fact]
    public void Older_metadata_does_not_lower_the_floor()
    {
        repository["timestamp"]["x-hearth-issued"] = "2025-01-01T00:00:00Z";
        repository.Serve("timestamp");

        Assert.Equal(BuildTime, Floor());
    }

    private DateTimeOffset Floor() => Assert.IsType<TufStep.Refreshed>(client.Refresh()).ClockFloor;
}
