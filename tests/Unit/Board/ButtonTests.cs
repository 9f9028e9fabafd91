using System.Globalization;
using Hearth.Board;
using Xunit;

namespace Hearth.Tests.Board;

public sealed class ButtonTests
{
    /// <summary>Levels (D down, U up) at seconds, and the gestures with the time at which they are known.</summary>
    [Theory]
    [InlineData("U0 D1 U1.3", "Press@1.32")]
    [InlineData("U0 D1 U1.05", "Press@1.07")]
    [InlineData("U0 D1 U1.049", "")]
    [InlineData("U0 D1 U1.005", "")]
    [InlineData("U0 D1 U2.99", "Press@3.01")]
    [InlineData("U0 D1 U3.01", "HoldStarted@3 HoldCancelled@3.03")]
    [InlineData("U0 D1 U10.9", "HoldStarted@3 HoldCancelled@10.92")]
    [InlineData("U0 D1 U11.1", "HoldStarted@3 FactoryReset@11")]
    [InlineData("U0 D1 U60 D61 U61.2", "HoldStarted@3 FactoryReset@11 Press@61.22")]
    [InlineData("U0 D1 U1.2 D1.4 U1.6", "Press@1.22 Press@1.62")]
    // Contacts bounce, at both edges and in the middle of a hold.
    [InlineData("U0 D1 U1.002 D1.004 U1.006 D1.008 U1.3 D1.302 U1.304", "Press@1.324")]
    [InlineData("U0 D1 U5 D5.01 U11.2", "HoldStarted@3 FactoryReset@11")]
    [InlineData("U0 D1 U2.995 D3.005 U4", "HoldStarted@3.005 HoldCancelled@4.02")]
    // A button that is down from the start means nothing until it is released.
    [InlineData("D0 U0.5 D1 U1.2", "Press@1.22")]
    [InlineData("D0 U30", "")]
    [InlineData("U0", "")]
    public void Levels_become_gestures(string levels, string gestures) => Assert.Equal(gestures, Play(levels, expireInTime: true));

    [Theory]
    [InlineData("U0 D1 U1.3 U2", "Press@2")]
    [InlineData("U0 D1 U5 U6", "HoldStarted@5 HoldCancelled@6")]
    [InlineData("U0 D1 U20 U21", "HoldStarted@20 FactoryReset@20")]
    public void A_late_look_finds_the_same_gestures(string levels, string gestures) => Assert.Equal(gestures, Play(levels, expireInTime: false));

    [Fact]
    public void A_button_at_rest_has_no_deadline()
    {
        Button button = new();
        Assert.Null(button.NextDeadline);

        button.Observe(pressed: false, TimeSpan.Zero);

        Assert.Null(button.NextDeadline);
        Assert.Empty(button.Expire(TimeSpan.FromDays(1)));
    }

    private static string Play(string levels, bool expireInTime)
    {
        Button button = new();
        List<string> seen = [];
        var now = TimeSpan.Zero;
        foreach (var level in levels.Split(' '))
        {
            var at = TimeSpan.FromSeconds(double.Parse(level.AsSpan(1), CultureInfo.InvariantCulture));
            if (expireInTime)
            {
                ExpireUntil(at);
            }

            now = at;
            Note(button.Observe(level[0] == 'D', now));
        }

        if (expireInTime)
        {
            ExpireUntil(TimeSpan.FromHours(1));
        }

        return string.Join(' ', seen);

        void ExpireUntil(TimeSpan end)
        {
            while (button.NextDeadline is { } due && due < end)
            {
                now = due > now ? due : now;
                Note(button.Expire(now));
            }
        }

        void Note(IEnumerable<ButtonGesture> gestures) =>
            seen.AddRange(gestures.Select(gesture => FormattableString.Invariant($"{gesture}@{now.TotalSeconds:0.###}")));
    }
}
