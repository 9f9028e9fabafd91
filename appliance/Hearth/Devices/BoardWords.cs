using System.Globalization;
using Hearth.Board.Description;

namespace Hearth.Devices;

/// <summary>Lights and buttons in words, for people.</summary>
internal static class BoardWords
{
    /// <summary>A light.</summary>
    public static string Of(LightDescription light) => light switch
    {
        LightDescription.Gpio gpio => $"{Of(gpio.Line)}, lit when {(gpio.Line.IsActiveLow ? "low" : "high")}",
        LightDescription.Rgb rgb => $"red on {Of(rgb.Red)}, green on {Of(rgb.Green)}, blue on {Of(rgb.Blue)}",
        LightDescription.Led led => string.Join(" or ", led.Names),
        _ => throw new InvalidOperationException($"No such light: {light}."),
    };

    /// <summary>A button.</summary>
    public static string Of(ButtonDescription button) => button switch
    {
        ButtonDescription.Gpio gpio => string.Create(
            CultureInfo.InvariantCulture,
            $"{Of(gpio.Line)}, pressed when {(gpio.Line.IsActiveLow ? "low" : "high")}, {Of(gpio.Bias)}, {gpio.Debounce.TotalMilliseconds} ms debounce"),
        ButtonDescription.Input input => string.Create(CultureInfo.InvariantCulture, $"key {input.KeyCode} of any input device"),
        _ => throw new InvalidOperationException($"No such button: {button}."),
    };

    /// <summary>An image.</summary>
    public static string Of(ImageDescription image)
    {
        var table = image.PartitionTable == PartitionTable.Hybrid ? "GPT and MBR" : "GPT";
        var firmware = image.Firmware switch
        {
            BoardFirmware.UBoot => "U-Boot",
            BoardFirmware.RaspberryPi => "the Raspberry Pi's firmware",
            BoardFirmware.Uefi => "UEFI",
            _ => throw new InvalidOperationException($"No such firmware: {image.Firmware}."),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{table}, started by {firmware}; {image.BootModules.Length} kernel modules to find the root, {image.Modules.Length} more for what may be plugged in");
    }

    private static string Of(LineDescription line) =>
        string.Create(CultureInfo.InvariantCulture, $"line {line.Offset} of {string.Join(" or ", line.Chips)}");

    private static string Of(LineBias bias) => bias switch
    {
        LineBias.AsIs => "bias as it is",
        LineBias.PullUp => "pull-up",
        LineBias.PullDown => "pull-down",
        LineBias.Disabled => "no bias",
        _ => throw new InvalidOperationException($"No such bias: {bias}."),
    };
}
