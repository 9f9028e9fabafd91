using Hearth.Board.Lights;
using Hearth.Node;
using Xunit;

namespace Hearth.Tests.Node;

public sealed class LightWordsTests
{
    [Theory]
    [InlineData(nameof(LightState.Unclaimed), "unclaimed", "blue", "250 250 250 1750")]
    [InlineData(nameof(LightState.Serving), "serving", "green", "1000")]
    [InlineData(nameof(LightState.Starting), "starting", "white", "100 900")]
    [InlineData(nameof(LightState.NoNetwork), "no-network", "orange", "250 250 250 250 250 250 250 1750")]
    public void The_page_shows_the_rhythm_of_the_board(string state, string word, string colour, string steps)
    {
        var pattern = LightWords.PatternOf(Enum.Parse<LightState>(state));

        Assert.Equal((word, colour, steps), (pattern.State, pattern.Colour, string.Join(' ', pattern.Steps)));
    }

    [Fact]
    public void Lit_and_dark_take_turns_in_every_pattern_and_its_length_is_the_boards()
    {
        foreach (var state in Enum.GetValues<LightState>())
        {
            var steps = LightWords.PatternOf(state).Steps;

            Assert.True(steps.Count == 1 || steps.Count % 2 == 0, $"{state}: {string.Join(' ', steps)}");
            Assert.Equal(LightPattern.Of(state).Steps.Sum(step => step.Duration.TotalMilliseconds), steps.Sum());
        }
    }
}
