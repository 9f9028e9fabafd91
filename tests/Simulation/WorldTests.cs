using Xunit;

namespace Hearth.Tests;

/// <summary>Set <c>HEARTH_SIMULATION_SEED</c> to live through one world again.</summary>
public sealed class WorldTests
{
    private const int Seeds = 200;

    [Fact]
    public void Every_world_keeps_the_rules()
    {
        var single = Environment.GetEnvironmentVariable("HEARTH_SIMULATION_SEED");
        var seeds = single is null ? Enumerable.Range(0, Seeds).Select(seed => (ulong)seed) : [ulong.Parse(single, null)];
        var reports = seeds.Select(seed => (Seed: seed, Report: World.Run(seed))).ToList();
        var broken = reports.Where(run => run.Report.Violations.Count > 0)
            .Select(run => $"HEARTH_SIMULATION_SEED={run.Seed} ({run.Report.Violations.Count}): {run.Report.Violations[0]}");
        Assert.True(!broken.Any(), string.Join('\n', broken));

        var (answered, nacked, timedOut) = (reports.Sum(run => run.Report.Answered), reports.Sum(run => run.Report.Nacked), reports.Sum(run => run.Report.TimedOut));
        var (hits, loops) = (reports.Sum(run => run.Report.CacheHits), reports.Sum(run => run.Report.Loops));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{reports.Count} worlds: {answered} answered, {nacked} refused, {timedOut} timed out; {hits} cache hits, {loops} loops stopped");

        // Worlds in which nothing happens would keep every rule.
        Assert.True(single is not null || (answered > 10_000 && nacked > 1000 && timedOut > 1000 && hits > 1000 && loops > 100));
    }

    [Fact]
    public void The_same_seed_makes_the_same_world()
    {
        Assert.Equal(World.Run(5).Fingerprint, World.Run(5).Fingerprint);
        Assert.NotEqual(World.Run(5).Fingerprint, World.Run(6).Fingerprint);
    }
}
