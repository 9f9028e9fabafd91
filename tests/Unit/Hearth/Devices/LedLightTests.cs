using Hearth.Board.Description;
using Hearth.Board.Lights;
using Hearth.Devices;
using Hearth.Tests.Identity;
using Xunit;

namespace Hearth.Tests.Devices;

/// <summary>LED-class lights, in a folder that looks like <c>/sys/class/leds</c>.</summary>
public sealed class LedLightTests : IDisposable
{
    private readonly TemporaryFolder leds = new();

    public void Dispose() => leds.Dispose();

    [Fact]
    public void It_is_taken_from_the_kernel_and_switched_at_full_brightness()
    {
        Make("ACT", most: "255\n");
        using var light = Open("ACT", "led0");

        light!.Set(LightColor.Blue);
        Assert.Equal("255", Brightness("ACT"));
        light.Set(null);
        Assert.Equal("0", Brightness("ACT"));
        Assert.Equal("none\n", File.ReadAllText(leds["ACT/trigger"]));
    }

    [Theory]
    [InlineData("ACT led0", "led0 ACT", "ACT")]
    [InlineData("ACT led0", "led0", "led0")]
    [InlineData("input*::scrolllock input*::capslock", "input3::capslock input3::scrolllock", "input3::scrolllock")]
    [InlineData("input*::scrolllock", "input9::scrolllock input10::scrolllock", "input10::scrolllock")]
    public void The_first_name_that_exists_is_used(string names, string present, string used)
    {
        foreach (var name in present.Split(' '))
        {
            Make(name, most: "1\n");
        }

        using var light = Open(names.Split(' '));
        light!.Set(LightColor.Green);

        Assert.All(present.Split(' '), name => Assert.Equal(name == used ? "1" : "0", Brightness(name)));
    }

    [Fact]
    public void A_machine_without_it_has_none()
    {
        Make("mmc0::", most: "1\n");
        Assert.Null(Open("ACT", "act", "led*"));
        Assert.Null(LedLight.TryOpen(leds["absent"], new LightDescription.Led(["ACT"])));
    }

    [Fact]
    public void One_that_cannot_be_switched_says_why()
    {
        Make("ACT", most: "bright\n");
        Assert.Throws<IOException>(() => Open("ACT"));
        File.Delete(leds["ACT/max_brightness"]);
        Assert.ThrowsAny<IOException>(() => Open("ACT"));
    }

    private LedLight? Open(params string[] names) => LedLight.TryOpen(leds.Path, new LightDescription.Led([.. names]));

    private void Make(string name, string most)
    {
        Directory.CreateDirectory(leds[name]);
        File.WriteAllText(leds[$"{name}/max_brightness"], most);
        // What is written stands one after the other, as the kernel would see it.
        File.WriteAllText(leds[$"{name}/brightness"], "");
        File.WriteAllText(leds[$"{name}/trigger"], "[mmc0] none\n");
    }

    private string Brightness(string name) => File.ReadLines(leds[$"{name}/brightness"]).DefaultIfEmpty("0").Last();
}
