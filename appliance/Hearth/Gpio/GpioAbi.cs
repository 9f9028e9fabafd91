using System.Runtime.InteropServices;

namespace Hearth.Gpio;

/// <summary>The kernel's GPIO character device, ABI version 2 (<c>&lt;linux/gpio.h&gt;</c>, since Linux 5.10).</summary>
internal static class GpioAbi
{
    /// <summary>GPIO_GET_CHIPINFO_IOCTL.</summary>
    public const uint GetChipInfo = 0x8044B401;

    /// <summary>GPIO_V2_GET_LINE_IOCTL.</summary>
    public const uint GetLine = 0xC250B407;

    /// <summary>GPIO_V2_LINE_GET_VALUES_IOCTL.</summary>
    public const uint GetValues = 0xC010B40E;

    /// <summary>GPIO_V2_LINE_SET_VALUES_IOCTL.</summary>
    public const uint SetValues = 0xC010B40F;

    /// <summary>GPIO_V2_LINES_MAX.</summary>
    public const int MaxLines = 64;

    /// <summary>GPIO_MAX_NAME_SIZE, its terminating zero included.</summary>
    public const int NameSize = 32;

    /// <summary>GPIO_V2_LINE_ATTR_ID_FLAGS.</summary>
    public const uint LineFlagsAttribute = 1;

    /// <summary>GPIO_V2_LINE_ATTR_ID_DEBOUNCE.</summary>
    public const uint Debounce = 3;

    /// <summary><c>enum gpio_v2_line_flag</c>.</summary>
    [Flags]
    public enum LineFlags : ulong
    {
        ActiveLow = 1 << 1,
        Input = 1 << 2,
        Output = 1 << 3,
        EdgeRising = 1 << 4,
        EdgeFalling = 1 << 5,
        BiasPullUp = 1 << 8,
        BiasPullDown = 1 << 9,
        BiasDisabled = 1 << 10,
    }

    /// <summary><c>struct gpiochip_info</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct ChipInfo
    {
        public fixed byte Name[NameSize];
        public fixed byte Label[NameSize];
        public uint Lines;
    }

    /// <summary><c>struct gpio_v2_line_values</c>; bit n is the request's n-th line.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct LineValues
    {
        public ulong Bits;
        public ulong Mask;
    }

    /// <summary><c>struct gpio_v2_line_config_attribute</c>, the attribute's union as its widest member.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ConfigAttribute
    {
        public uint Id;
        private readonly uint padding;
        public ulong Value;
        public ulong Mask;
    }

    /// <summary><c>struct gpio_v2_line_request</c> with its <c>struct gpio_v2_line_config</c>; two of the ten attributes are used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 592)]
    public unsafe struct LineRequest
    {
        [FieldOffset(0)]
        public fixed uint Offsets[MaxLines];

        [FieldOffset(256)]
        public fixed byte Consumer[NameSize];

        [FieldOffset(288)]
        public LineFlags Flags;

        [FieldOffset(296)]
        public uint AttributeCount;

        [FieldOffset(320)]
        public ConfigAttribute FirstAttribute;

        [FieldOffset(344)]
        public ConfigAttribute SecondAttribute;

        [FieldOffset(560)]
        public uint LineCount;

        [FieldOffset(564)]
        public uint EventBufferSize;

        [FieldOffset(588)]
        public int Descriptor;
    }
}
