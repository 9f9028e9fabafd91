using Hearth.Release;
using Hearth.Release.Commands;
using Hearth.Tests.Release;
using Hearth.Updates.Rollout;
using Xunit;

namespace Hearth.Tests.Fleet;

/// <summary>A channel of the shipped release tool, and two hundred appliances that follow it, hour by hour.</summary>
public sealed class FleetTests : IDisposable
{
    private const int Appliances = 200;
    private const int Days = 14;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-fleet-");
    private readonly TestTime time = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    private string Channels => Path.Join(folder.FullName, "channels");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_rollout_that_fails_on_three_of_ten_stops_by_itself_and_leaves_none_unbootable(int seed)
    {
        var (fleet, tally, haltedAfter) = Live(seed, failing: 0.3);

        var reached = fleet.Count(appliance => appliance.Starts > 0);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Appliances} appliances: {reached} took it, {tally.Failed} of {tally.Succeeded + tally.Failed} reports are failures, halted after {haltedAfter} hours");
        Assert.NotNull(haltedAfter);
        Assert.InRange(reached, 3, Appliances * 15 / 100 * 2);
        Assert.All(fleet, appliance => Assert.NotNull(appliance.Slots.Running));
        // One start on the new version, and at most one back on the old.
        Assert.All(fleet, appliance => Assert.InRange(appliance.Starts, 0, 2));
        Assert.InRange(fleet.Count(appliance => appliance.Slots.RunningVersion == "1"), Appliances - reached, Appliances - 1);
    }

    [Fact]
    public void A_rollout_without_failures_reaches_everyone()
    {
        var (fleet, tally, haltedAfter) = Live(seed: 4, failing: 0);

        Assert.Null(haltedAfter);
        Assert.All(fleet, appliance => Assert.Equal("2", appliance.Slots.RunningVersion));
        Assert.InRange(tally.Succeeded, Appliances * 8 / 10, Appliances);
    }

    private (List<FleetAppliance> Fleet, OutcomeTally Tally, int? HaltedAfter) Live(int seed, double failing)
    {
        Release("init", Channels, "--keys", Keys);
        Publish("1");
        var random = new Random(seed);
        var fleet = Enumerable.Range(0, Appliances)
            .Select(i => new FleetAppliance(new PublishedFolder(Channels), random, breaks: i < Appliances * failing, reports: random.Next(10) > 0))
            .ToList();
        Publish("2");

        var (tally, halted) = (new OutcomeTally(), (int?)null);
        for (var hour = 0; hour < Days * 24; hour++, time.Advance(TimeSpan.FromHours(1)))
        {
            foreach (var report in fleet.Select(appliance => appliance.Live(time.GetUtcNow())).OfType<OutcomeReport>())
            {
                tally.Add(report.Outcome);
            }

            if (hour % 24 == 0)
            {
                Release("refresh", Channels, "--keys", Keys);
            }

            // The collector hands its sums to the tool every hour, until it has halted.
            if (halted is null && Release("tally", Channels, "--keys", Keys, "--channel", "stable", "--board", FleetAppliance.Board, "--succeeded", $"{tally.Succeeded}", "--failed", $"{tally.Failed}").Contains("halted", StringComparison.Ordinal))
            {
                halted = hour;
            }
        }

        return (fleet, tally, halted);
    }

    private string Keys => Path.Join(folder.FullName, "keys");

    private void Publish(string version)
    {
        var images = Path.Join(folder.FullName, "images");
        TestImages.Write(images, version);
        Release("publish", Channels, "--keys", Keys, "--channel", "stable", "--board", FleetAppliance.Board, "--images", images, "--version", version);
    }

    private string Release(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(ReleaseCommandLine.Run(words, output, error, time) == 0, error.ToString());
        return output.ToString();
    }
}
