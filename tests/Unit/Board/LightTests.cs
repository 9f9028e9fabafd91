using Hearth.Board.Lights;
using Xunit;

namespace Hearth.Tests.Board;

public sealed class LightTests
{
    [Fact]
    public void The_first_state_that_applies_is_shown()
    {
        BoardCondition everything = new()
        {
            Fault = true,
            ResetCountdown = true,
            Updating = true,
            WindowOpen = true,
            Identifying = true,
        };

        Assert.Equal(LightState.Fault, Light.Choose(everything));
        Assert.Equal(LightState.ResetCountdown, Light.Choose(everything with { Fault = false }));
        Assert.Equal(LightState.Updating, Light.Choose(everything with { Fault = false, ResetCountdown = false }));
        var calm = everything with { Fault = false, ResetCountdown = false, Updating = false };
        Assert.Equal(LightState.Pairing, Light.Choose(calm));
        Assert.Equal(LightState.Identify, Light.Choose(calm with { WindowOpen = false }));
        var quiet = calm with { WindowOpen = false, Identifying = false };
        Assert.Equal(LightState.Starting, Light.Choose(quiet));
        Assert.Equal(LightState.Unclaimed, Light.Choose(quiet with { Serving = true }));
        Assert.Equal(LightState.NoNetwork, Light.Choose(quiet with { Serving = true, Claimed = true }));
        Assert.Equal(LightState.Serving, Light.Choose(quiet with { Serving = true, Claimed = true, Network = true }));
    }

    [Fact]
    public void The_enum_stands_in_the_order_of_precedence()
    {
        // 2^8 conditions: switching a cause on never leads to a state of less precedence among the five that are causes.
        for (var bits = 0; bits < 256; bits++)
        {
            var state = Light.Choose(Condition(bits));
            for (var cause = 0; cause < 5; cause++)
            {
                Assert.True(Light.Choose(Condition(bits | (1 << cause))) <= state);
            }
        }
    }

    [Fact]
    public void A_change_is_preceded_by_half_a_second_of_dark()
    {
        Light light = new(LightState.Serving, TimeSpan.Zero);
        var now = TimeSpan.FromSeconds(10);
        Assert.Equal(LightColor.Green, light.ColorAt(now));

        Assert.True(light.Show(LightState.Pairing, now));

        Assert.Null(light.ColorAt(now));
        Assert.Equal(now + TimeSpan.FromSeconds(0.5), light.NextChange(now));
        Assert.Null(light.ColorAt(now + TimeSpan.FromSeconds(0.49)));
        Assert.Equal(LightColor.Blue, light.ColorAt(now + TimeSpan.FromSeconds(0.5)));
    }

    [Fact]
    public void A_state_that_is_shown_already_goes_on_undisturbed()
    {
        Light light = new(LightState.Starting, TimeSpan.Zero);

        Assert.False(light.Show(LightState.Starting, TimeSpan.FromSeconds(1.05)));
        Assert.Equal(LightColor.White, light.ColorAt(TimeSpan.FromSeconds(1.05)));
    }

    private static BoardCondition Condition(int bits) => new()
    {
        Fault = (bits & 1) != 0,
        ResetCountdown = (bits & 2) != 0,
        Updating = (bits & 4) != 0,
        WindowOpen = (bits & 8) != 0,
        Identifying = (bits & 16) != 0,
        Serving = (bits & 32) != 0,
        Claimed = (bits & 64) != 0,
        Network = (bits & 128) != 0,
    };
}
