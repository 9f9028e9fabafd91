using Xunit;

namespace Hearth.Tests.Machine.Light;

/// <summary>What QEMU prints when a kernel sets the lights of a keyboard.</summary>
public sealed class KeyboardLightTests
{
    [Fact]
    public void A_change_of_its_own_light_is_an_edge_and_nothing_else_is()
    {
        var light = new KeyboardLight(KeyboardLight.ScrollLock);
        string[] lines =
        [
            "ps2_write_keyboard 0x55821f4d2ed0 val 255", "ps2_write_keyboard 0x55821f4d2ed0 val 237", "ps2_write_keyboard 0x55821f4d2ed0 val 0",
            "ps2_write_keyboard 0x55821f4d2ed0 val 237", "ps2_write_keyboard 0x55821f4d2ed0 val 3", "qemu: 237", "ps2_write_keyboard 0x55821f4d2ed0 val 237",
            "ps2_write_keyboard 0x55821f4d2ed0 val 1", "ps2_write_keyboard 0x55821f4d2ed0 val 237", "ps2_write_keyboard 0x55821f4d2ed0 val 6",
        ];

        var edges = lines.Select((line, at) => light.Read(line, at)).OfType<WireEdge>();

        Assert.Equal([new WireEdge(4, 0, true), new WireEdge(9, 0, false)], edges);
    }
}
