using Hearth.Board.Lights;
using Xunit;

namespace Hearth.Tests.Board;

public sealed class LightPatternTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TheoryData<LightState> States => [.. Enum.GetValues<LightState>()];

    public static TheoryData<LightState, LightState> Pairs
    {
        get
        {
            TheoryData<LightState, LightState> pairs = [];
            foreach (var from in Enum.GetValues<LightState>())
            {
                foreach (var to in Enum.GetValues<LightState>())
                {
                    pairs.Add(from, to);
                }
            }

            return pairs;
        }
    }

    /// <summary>The design's table: colour, and when the light goes on and off within the first seconds.</summary>
    [Theory]
    [InlineData(LightState.Fault, LightColor.Red, "+0 -0.15 +0.35 -0.5 +0.7 -0.85 +2.25")]
    [InlineData(LightState.ResetCountdown, LightColor.Red, "+0 -0.5 +1 -1.5 +2 -2.5 +3 -3.25 +3.5 -3.75 +4 -4.25 +4.5 -4.75 +5 -5.25 +5.5 -5.75 +6 -6.17 +6.34")]
    [InlineData(LightState.Updating, LightColor.Yellow, "+0 -1 +2 -3")]
    [InlineData(LightState.Pairing, LightColor.Blue, "+0 -0.2 +0.4 -0.6 +0.8")]
    [InlineData(LightState.Identify, LightColor.White, "+0 -0.8 +1.1 -1.3 +1.6 -2.4 +3.6")]
    [InlineData(LightState.Starting, LightColor.White, "+0 -0.1 +1 -1.1 +2")]
    [InlineData(LightState.Unclaimed, LightColor.Blue, "+0 -0.25 +0.5 -0.75 +2.5 -2.75")]
    [InlineData(LightState.NoNetwork, LightColor.Orange, "+0 -0.25 +0.5 -0.75 +1 -1.25 +1.5 -1.75 +3.5")]
    [InlineData(LightState.Serving, LightColor.Green, "+0")]
    public void Each_state_has_its_rhythm_and_its_colour(LightState state, LightColor color, string changes)
    {
        var pattern = LightPattern.Of(state);
        var expected = changes.Split(' ');

        Assert.Equal(color, pattern.Color);
        Assert.Equal(expected, Changes(pattern).Take(expected.Length).Select(change => FormattableString.Invariant($"{(change.Lit ? '+' : '-')}{change.At.TotalSeconds:0.###}")));
    }

    [Fact]
    public void A_steady_light_never_changes() => Assert.Null(LightPattern.Of(LightState.Serving).NextChange(TimeSpan.FromDays(400)));

    [Fact]
    public void The_countdown_ends_dark_with_the_hold_and_does_not_start_over()
    {
        var last = Changes(LightPattern.Of(LightState.ResetCountdown)).Last();

        Assert.False(last.Lit);
        Assert.InRange(last.At, TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(8));
        Assert.Null(LightPattern.Of(LightState.ResetCountdown).NextChange(TimeSpan.FromSeconds(9)));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void A_year_later_the_rhythm_is_the_same(LightState state)
    {
        var pattern = LightPattern.Of(state);
        if (!pattern.Repeats)
        {
            return;
        }

        var length = pattern.Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Duration);
        var later = length * 20_000_000;

        for (var at = TimeSpan.Zero; at < length; at += TimeSpan.FromMilliseconds(10))
        {
            Assert.Equal(pattern.IsLit(at), pattern.IsLit(later + at));
        }
    }

    [Fact]
    public void Every_two_states_differ_in_rhythm_alone()
    {
        // 10 ms samples over 12 s, longer than every pattern: a single-colour light must tell all states apart.
        var rhythms = Enum.GetValues<LightState>().Select(state =>
            string.Concat(Enumerable.Range(0, 1200).Select(i => LightPattern.Of(state).IsLit(TimeSpan.FromMilliseconds(10 * i)) ? '#' : '.')));

        Assert.Equal(9, rhythms.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Nothing_flashes_more_than_three_times_in_any_one_second(LightState state)
    {
        var rises = Changes(LightPattern.Of(state)).Where(change => change.Lit).Select(change => change.At).ToList();

        AssertSafe(rises);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Nor_does_a_change_from_one_state_to_another_at_any_moment(LightState from, LightState to)
    {
        for (var at = TimeSpan.FromSeconds(2); at < TimeSpan.FromSeconds(8.2); at += TimeSpan.FromMilliseconds(50))
        {
            Light light = new(from, TimeSpan.Zero);
            List<TimeSpan> rises = [];
            var changed = false;
            TimeSpan? next = TimeSpan.Zero;
            LightColor? before = null;
            while (next is { } now && now < at + 2 * Second)
            {
                if (!changed && now >= at)
                {
                    now = at;
                    changed = true;
                    light.Show(to, now);
                }

                var color = light.ColorAt(now);
                if (before is null && color is not null)
                {
                    rises.Add(now);
                }

                before = color;
                next = light.NextChange(now) ?? (changed ? null : at);
                if (!changed && next > at)
                {
                    next = at;
                }
            }

            Assert.True(changed);
            AssertSafe(rises);
        }
    }

    private static void AssertSafe(List<TimeSpan> rises)
    {
        for (var i = 0; i + 3 < rises.Count; i++)
        {
            Assert.True(rises[i + 3] - rises[i] >= Second, $"four flashes within a second from {rises[i]}");
        }
    }

    private static IEnumerable<(TimeSpan At, bool Lit)> Changes(LightPattern pattern)
    {
        TimeSpan? at = TimeSpan.Zero;
        var before = false;
        while (at is { } now && now < TimeSpan.FromSeconds(20))
        {
            if (pattern.IsLit(now) != before)
            {
                yield return (now, before = !before);
            }

            at = pattern.NextChange(now);
        }
    }
}
