using Hearth.Board.Description;
using Hearth.Board.Lights;
using Hearth.Gpio;

namespace Hearth.Devices;

/// <summary>A light on one GPIO line, or an RGB light on three.</summary>
internal sealed class GpioLight : ILightDevice
{
    /// <summary>Lines that were taken together, and for each the colours that it takes part in.</summary>
    private readonly List<(GpioPins Pins, PinColors[] Colors)> groups = [];

    private GpioLight()
    {
    }

    [Flags]
    private enum PinColors
    {
        None = 0,
        Red = 1,
        Green = 2,
        Blue = 4,
        All = Red | Green | Blue,
    }

    /// <summary>Takes the line.</summary>
    /// <returns>Null where the machine has none of the chips.</returns>
    /// <exception cref="IOException">Somebody else has the line, or the chip refuses it.</exception>
    public static GpioLight? TryOpen(string devices, LightDescription.Gpio light) => TryOpen(devices, [new ColorLine(light.Line, PinColors.All)]);

    /// <summary>Takes the lines: of one chip all at once, so that a colour never shows half.</summary>
    /// <inheritdoc cref="TryOpen(string, LightDescription.Gpio)"/>
    public static GpioLight? TryOpen(string devices, LightDescription.Rgb light) =>
        TryOpen(devices, [new(light.Red, PinColors.Red), new(light.Green, PinColors.Green), new(light.Blue, PinColors.Blue)]);

    /// <inheritdoc/>
    public void Set(LightColor? color)
    {
        var lit = ColorsOf(color);
        foreach (var (pins, colors) in groups)
        {
            pins.Write(Array.ConvertAll(colors, one => (one & lit) != 0 ? PinValue.High : PinValue.Low));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (pins, _) in groups)
        {
            pins.Dispose();
        }
    }

    private static GpioLight? TryOpen(string devices, ColorLine[] lines)
    {
        GpioLight light = new();
        try
        {
            foreach (var group in lines.GroupBy(line => string.Join('\n', line.Line.Chips)).Select(group => group.ToList()))
            {
                using var chip = GpioController.Find(devices, group[0].Line.Chips);
                if (chip is null)
                {
                    light.Dispose();
                    return null;
                }

                var activeLow = 0ul;
                for (var i = 0; i < group.Count; i++)
                {
                    activeLow |= group[i].Line.IsActiveLow ? 1ul << i : 0;
                }

                var pins = chip.OpenPins([.. group.ConvertAll(line => line.Line.Offset)], new PinSettings(PinMode.Output) { ActiveLow = activeLow });
                light.groups.Add((pins, [.. group.ConvertAll(line => line.Color)]));
            }

            return light;
        }
        catch
        {
            light.Dispose();
            throw;
        }
    }

    // Lines are lit or not: orange looks like yellow, and the rhythm tells them apart.
    private static PinColors ColorsOf(LightColor? color) => color switch
    {
        null => PinColors.None,
        LightColor.Red => PinColors.Red,
        LightColor.Orange or LightColor.Yellow => PinColors.Red | PinColors.Green,
        LightColor.Green => PinColors.Green,
        LightColor.Blue => PinColors.Blue,
        LightColor.White => PinColors.All,
        _ => throw new InvalidOperationException($"No such colour: {color}."),
    };

    private sealed record ColorLine(LineDescription Line, PinColors Color);
}
