using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Hearth.Gpio;
using Xunit;

namespace Hearth.Tests.Gpio;

/// <summary>Against the values that a C compiler gives for <c>&lt;linux/gpio.h&gt;</c>, the same on x86-64 and ARM64.</summary>
public sealed unsafe class GpioAbiTests
{
    [Fact]
    public void Structures_have_the_sizes_of_the_kernel()
    {
        Assert.Equal(68, sizeof(GpioAbi.ChipInfo));
        Assert.Equal(16, sizeof(GpioAbi.LineValues));
        Assert.Equal(24, sizeof(GpioAbi.ConfigAttribute));
        Assert.Equal(592, sizeof(GpioAbi.LineRequest));
        Assert.Equal(48, PinEdge.Size);
    }

    [Fact]
    public void Requests_have_the_numbers_of_the_kernel()
    {
        // _IOR(0xB4, 0x01, struct gpiochip_info), _IOWR(0xB4, 0x07, struct gpio_v2_line_request), and so on.
        Assert.Equal(
            [Number(direction: 2, 0x01, sizeof(GpioAbi.ChipInfo)), Number(direction: 3, 0x07, sizeof(GpioAbi.LineRequest)), Number(direction: 3, 0x0E, sizeof(GpioAbi.LineValues)), Number(direction: 3, 0x0F, sizeof(GpioAbi.LineValues))],
            new[] { GpioAbi.GetChipInfo, GpioAbi.GetLine, GpioAbi.GetValues, GpioAbi.SetValues });
    }

    [Fact]
    public void A_button_is_asked_for_as_the_kernel_reads_it()
    {
        var bytes = Bytes(GpioController.Request([17], new PinSettings(PinMode.InputPullUp)
        {
            ActiveLow = 1,
            Debounce = TimeSpan.FromMilliseconds(5),
            Events = PinEventTypes.Rising | PinEventTypes.Falling,
        }));

        Assert.Equal(17u, At(bytes, 0));
        Assert.Equal("hearth\0", Encoding.ASCII.GetString(bytes, 256, 7));
        // ACTIVE_LOW, INPUT, EDGE_RISING, EDGE_FALLING, BIAS_PULL_UP.
        Assert.Equal(0x136u, At(bytes, 288));
        Assert.Equal(1u, At(bytes, 296));
        // GPIO_V2_LINE_ATTR_ID_DEBOUNCE, 5,000 µs, for the first line.
        Assert.Equal((3u, 5000u, 1u), (At(bytes, 320), At(bytes, 328), At(bytes, 336)));
        Assert.Equal((0u, 1u, 0u), (At(bytes, 344), At(bytes, 560), At(bytes, 564)));
    }

    [Fact]
    public void An_rgb_light_with_one_line_the_other_way_round_is_one_request()
    {
        var bytes = Bytes(GpioController.Request([3, 1, 2], new PinSettings(PinMode.Output) { ActiveLow = 0b100 }));

        Assert.Equal((3u, 1u, 2u, 0u), (At(bytes, 0), At(bytes, 4), At(bytes, 8), At(bytes, 12)));
        Assert.Equal(0x8u, At(bytes, 288));
        // GPIO_V2_LINE_ATTR_ID_FLAGS: OUTPUT and ACTIVE_LOW, for the third line.
        Assert.Equal(1u, At(bytes, 296));
        Assert.Equal((1u, 0xAu, 4u), (At(bytes, 320), At(bytes, 328), At(bytes, 336)));
        Assert.Equal(3u, At(bytes, 560));
    }

    [Theory]
    [InlineData(0b111, 0xA, 0)]
    [InlineData(0b000, 0x8, 0)]
    [InlineData(0b010, 0x8, 1)]
    public void Lines_that_are_alike_need_no_attribute(int activeLow, uint flags, uint attributes)
    {
        var bytes = Bytes(GpioController.Request([0, 1, 2], new PinSettings(PinMode.Output) { ActiveLow = (ulong)activeLow }));
        Assert.Equal((flags, attributes), (At(bytes, 288), At(bytes, 296)));
    }

    [Fact]
    public void More_lines_than_the_kernel_takes_are_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GpioController.Request(new int[65], new PinSettings(PinMode.Input)));

    [Fact]
    public void A_file_that_is_no_chip_is_none() => Assert.Throws<IOException>(() => new GpioController("/dev/null"));

    [Fact]
    public void A_machine_without_chips_has_none()
    {
        Assert.Null(GpioController.Find("/nonexistent", ["any"]));
        Assert.Null(GpioController.Find("/proc/self", ["any"]));
    }

    private static uint Number(uint direction, uint number, int size) => (direction << 30) | ((uint)size << 16) | (0xB4 << 8) | number;

    private static byte[] Bytes(GpioAbi.LineRequest request) => MemoryMarshal.AsBytes(new ReadOnlySpan<GpioAbi.LineRequest>(ref Unsafe.AsRef(ref request))).ToArray();

    private static uint At(byte[] bytes, int offset) => BitConverter.ToUInt32(bytes, offset);
}
