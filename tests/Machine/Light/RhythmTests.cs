using Hearth.Board.Lights;
using Xunit;

namespace Hearth.Tests.Machine.Light;

/// <summary>The eye is proven on the product's own patterns, and on what is none of them.</summary>
public sealed class RhythmTests
{
    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(LightState.Fault, 0)]
    [InlineData(LightState.Updating, 0)]
    [InlineData(LightState.Pairing, 0)]
    [InlineData(LightState.Starting, 0)]
    [InlineData(LightState.Unclaimed, 0)]
    [InlineData(LightState.NoNetwork, 0)]
    [InlineData(LightState.Serving, 0)]
    [InlineData(LightState.Identify, 0)]
    [InlineData(LightState.Fault, 60)]
    [InlineData(LightState.Updating, 200)]
    [InlineData(LightState.Pairing, 60)]
    [InlineData(LightState.Starting, 150)]
    [InlineData(LightState.Unclaimed, 100)]
    [InlineData(LightState.NoNetwork, 100)]
    [InlineData(LightState.Serving, 200)]
    [InlineData(LightState.Identify, 100)]
    public void Each_pattern_of_the_product_is_named_although_its_edges_are_late(LightState shown, int latenessMilliseconds)
    {
        var expected = Enum.Parse<Rhythm>($"{shown}");
        for (var seed = 1; seed <= 50; seed++)
        {
            var edges = Play(shown, TimeSpan.FromSeconds(12), latenessMilliseconds, seed);

            Assert.Equal(expected, Eventually(edges, TimeSpan.FromSeconds(12)));
        }
    }

    [Theory]
    [InlineData(LightState.Fault)]
    [InlineData(LightState.Updating)]
    [InlineData(LightState.Pairing)]
    [InlineData(LightState.Starting)]
    [InlineData(LightState.Unclaimed)]
    [InlineData(LightState.NoNetwork)]
    [InlineData(LightState.Serving)]
    [InlineData(LightState.Identify)]
    [InlineData(LightState.ResetCountdown)]
    public void No_pattern_is_taken_for_another_at_any_moment(LightState shown)
    {
        var edges = Play(shown, TimeSpan.FromSeconds(12), latenessMilliseconds: 30, seed: 7);
        var expected = Enum.Parse<Rhythm>($"{shown}");
        var length = shown == LightState.ResetCountdown ? TimeSpan.FromSeconds(8) : TimeSpan.FromSeconds(12);

        Assert.All(
            Moments(length).Select(now => RhythmReader.Read([.. edges.TakeWhile(edge => edge.At <= now)], now)).OfType<SeenRhythm>(),
            seen => Assert.Equal(expected, seen.Rhythm));
    }

    [Fact]
    public void The_countdown_is_seen_in_each_of_its_three_stretches()
    {
        var edges = Play(LightState.ResetCountdown, TimeSpan.FromSeconds(8), latenessMilliseconds: 30, seed: 3);

        Assert.All(
            [Begin + TimeSpan.FromSeconds(2.6), Begin + TimeSpan.FromSeconds(5.5), Begin + TimeSpan.FromSeconds(7.9)],
            now => Assert.Equal(Rhythm.ResetCountdown, RhythmReader.Read([.. edges.TakeWhile(edge => edge.At <= now)], now)?.Rhythm));
    }

    [Fact]
    public void What_began_before_another_rhythm_is_forgotten_when_the_other_is_there()
    {
        List<LightEdge> edges = [.. Play(LightState.Starting, TimeSpan.FromSeconds(8.05), 0, 1)];
        edges.RemoveAll(edge => edge.At > Begin + TimeSpan.FromSeconds(8));
        var turn = Begin + TimeSpan.FromSeconds(8.7);
        edges.AddRange(Play(LightState.Unclaimed, TimeSpan.FromSeconds(6), 0, 1).Select(edge => edge with { At = edge.At - Begin + turn }));

        var seen = RhythmReader.Read(edges, turn + TimeSpan.FromSeconds(6));

        Assert.Equal(Rhythm.Unclaimed, seen?.Rhythm);
        Assert.Equal(turn.TotalSeconds, seen!.Value.Since.TotalSeconds, 0.01);
    }

    [Theory]
    [InlineData(0.1, 0.3)]
    [InlineData(0.3, 0.6)]
    [InlineData(0.05, 2.5)]
    [InlineData(0.02, 0.02)]
    public void A_light_that_flashes_otherwise_has_no_name(double lit, double dark)
    {
        var edges = new List<LightEdge>();
        for (var at = 0.0; at < 12; at += lit + dark)
        {
            edges.Add(new LightEdge(TimeSpan.FromSeconds(at), true));
            edges.Add(new LightEdge(TimeSpan.FromSeconds(at + lit), false));
        }

        // 0.1/0.3 has pairing's length but not its shape.
        Assert.Null(RhythmReader.Read(edges, TimeSpan.FromSeconds(12))?.Rhythm);
    }

    [Fact]
    public void A_dark_light_and_one_that_never_moved_have_no_name()
    {
        Assert.Null(RhythmReader.Read([], TimeSpan.FromMinutes(1)));
        Assert.Null(RhythmReader.Read([new LightEdge(Begin, true), new LightEdge(Begin * 2, false)], TimeSpan.FromMinutes(1)));
    }

    private static Rhythm? Eventually(List<LightEdge> edges, TimeSpan length) =>
        Moments(length).Select(now => RhythmReader.Read([.. edges.TakeWhile(edge => edge.At <= now)], now)).OfType<SeenRhythm>()
            .Select(seen => (Rhythm?)seen.Rhythm).FirstOrDefault();

    private static IEnumerable<TimeSpan> Moments(TimeSpan length) =>
        Enumerable.Range(1, (int)(length.TotalSeconds * 20)).Select(tick => Begin + TimeSpan.FromSeconds(tick / 20.0));

    /// <summary>The edges of a pattern; each is late by up to the lateness, and never before the one before it.</summary>
    private static List<LightEdge> Play(LightState shown, TimeSpan length, int latenessMilliseconds, int seed)
    {
        var random = new Random(seed);
        var pattern = LightPattern.Of(shown);
        var edges = new List<LightEdge>();
        for (TimeSpan? at = TimeSpan.Zero; at is { } now && now < length; at = pattern.NextChange(now))
        {
            var late = now + TimeSpan.FromMilliseconds(random.Next(latenessMilliseconds + 1)) + Begin;
            var lit = pattern.IsLit(now);
            if (edges.Count == 0 ? lit : edges[^1].Lit != lit)
            {
                edges.Add(new LightEdge(edges.Count > 0 && late < edges[^1].At ? edges[^1].At : late, lit));
            }
        }

        return edges;
    }
}
