using Hearth.Board.Description;
using Hearth.Gpio;
using Hearth.Supervision;

namespace Hearth.Devices;

/// <summary>A contact on a GPIO line.</summary>
internal sealed class GpioButton : IButtonDevice
{
    private readonly GpioPins pins;
    private readonly EdgeLevels levels = new();

    private GpioButton(GpioPins pins)
    {
        this.pins = pins;
        WasDown = IsDown;
    }

    /// <inheritdoc/>
    public int Descriptor => pins.Descriptor;

    /// <inheritdoc/>
    public bool WasDown { get; }

    private bool IsDown => pins.Read(0) == PinValue.High;

    /// <summary>Takes the line.</summary>
    /// <returns>Null where the machine has none of the chips.</returns>
    /// <exception cref="IOException">Somebody else has the line, or the chip refuses it.</exception>
    public static GpioButton? TryOpen(string devices, ButtonDescription.Gpio button)
    {
        using var chip = GpioController.Find(devices, button.Line.Chips);
        if (chip is null)
        {
            return null;
        }

        PinSettings settings = new(ModeOf(button.Bias))
        {
            ActiveLow = button.Line.IsActiveLow ? 1ul : 0,
            Debounce = button.Debounce,
            Events = PinEventTypes.Rising | PinEventTypes.Falling,
        };
        return new GpioButton(chip.OpenPin(button.Line.Offset, settings));
    }

    /// <inheritdoc/>
    public void Read(List<ButtonEdge> edges, TimeSpan now)
    {
        var lost = levels.Lost;
        while (pins.TryReadEdge(out var edge))
        {
            levels.Take(edge, edges);
        }

        if (levels.Lost != lost)
        {
            edges.Add(new ButtonEdge(IsDown, now));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => pins.Dispose();

    private static PinMode ModeOf(LineBias bias) => bias switch
    {
        LineBias.AsIs => PinMode.Input,
        LineBias.PullUp => PinMode.InputPullUp,
        LineBias.PullDown => PinMode.InputPullDown,
        LineBias.Disabled => PinMode.InputFloating,
        _ => throw new InvalidOperationException($"No such bias: {bias}."),
    };
}
