using Hearth.Board.Description;
using Hearth.Board.Lights;
using Hearth.Devices;
using Hearth.Tests.Identity;
using Microsoft.Extensions.Logging.Abstractions;
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
        using var light = LedLight.Open(Found("ACT", "led0").Single());

        light.Set(LightColor.Blue);
        Assert.Equal("255", Brightness("ACT"));
        light.Set(null);
        Assert.Equal("0", Brightness("ACT"));
        Assert.Equal("none\n", File.ReadAllText(leds["ACT/trigger"]));
    }

    [Theory]
    [InlineData("ACT led0", "led0 ACT", "ACT")]
    [InlineData("ACT led0", "led0", "led0")]
    [InlineData("input*::scrolllock input*::capslock", "input3::capslock input3::scrolllock", "input3::scrolllock")]
    [InlineData("input*::scrolllock input*::capslock", "input9::scrolllock input10::scrolllock input11::capslock", "input10::scrolllock input9::scrolllock")]
    public void The_first_name_that_exists_is_used_and_all_that_have_it(string names, string present, string used)
    {
        foreach (var name in present.Split(' '))
        {
            Make(name, most: "1\n");
        }

        Assert.Equal(used.Split(' '), Found(names.Split(' ')).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_machine_without_it_has_none()
    {
        Make("mmc0::", most: "1\n");
        Assert.Empty(Found("ACT", "act", "led*"));
        Assert.Empty(LedLight.Find(leds["absent"], new LightDescription.Led(["ACT"])));
    }

    [Fact]
    public void One_that_cannot_be_switched_says_why()
    {
        Make("ACT", most: "bright\n");
        Assert.Throws<IOException>(() => LedLight.Open(leds["ACT"]));
        File.Delete(leds["ACT/max_brightness"]);
        Assert.ThrowsAny<IOException>(() => LedLight.Open(leds["ACT"]));
    }

    [Fact]
    public void A_board_shows_its_light_on_each_keyboard_also_on_one_that_comes_later()
    {
        using TemporaryFolder root = new();
        Directory.CreateDirectory(root["sys/class"]);
        Directory.CreateSymbolicLink(root["sys/class/leds"], leds.Path);
        Make("input0::scrolllock", most: "1\n");
        using DeviceBoard board = new(
            new BoardDescription("PC", Architecture.Amd64, [new LightDescription.Led(["input*::scrolllock"])], [], null, Image: null!), root.Path, NullLogger.Instance);
        board.Look(TimeSpan.Zero);
        board.Set(LightColor.Green);

        Make("input1::scrolllock", most: "1\n");
        board.Look(TimeSpan.FromSeconds(2));

        Assert.Equal("1", Brightness("input0::scrolllock"));
        Assert.Equal("1", Brightness("input1::scrolllock"));
    }

    private IEnumerable<string> Found(params string[] names) => LedLight.Find(leds.Path, new LightDescription.Led([.. names]));

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
