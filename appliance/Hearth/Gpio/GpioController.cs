using System.Text;
using Hearth.Linux;

namespace Hearth.Gpio;

/// <summary>
/// One GPIO chip. Names are those of the package System.Device.Gpio where they fit; its driver for this ABI can take
/// this folder's place.
/// </summary>
internal sealed unsafe class GpioController : IDisposable
{
    /// <summary>Who has a line, as <c>gpioinfo</c> shows it.</summary>
    private static ReadOnlySpan<byte> Consumer => "hearth"u8;

    private readonly DeviceFile device;

    /// <summary>Opens a chip.</summary>
    /// <param name="path">Such as <c>/dev/gpiochip0</c>.</param>
    /// <exception cref="IOException">It cannot be opened, or is no GPIO chip.</exception>
    public GpioController(string path)
    {
        device = DeviceFile.Open(path, FileAccess.ReadWrite);
        try
        {
            GpioAbi.ChipInfo info;
            device.Control(GpioAbi.GetChipInfo, &info);
            (Name, Label, PinCount) = (TextOf(info.Name), TextOf(info.Label), (int)info.Lines);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>The kernel's name, such as <c>gpiochip0</c>; it depends on the order in which chips are found.</summary>
    public string Name { get; }

    /// <summary>The driver's name for it, such as <c>pinctrl-bcm2711</c>; stays.</summary>
    public string Label { get; }

    /// <summary>How many pins it has.</summary>
    public int PinCount { get; }

    /// <summary>The chip that bears the first of several labels or names that any chip bears.</summary>
    /// <param name="devices">The folder of the devices: <c>/dev</c>.</param>
    /// <param name="chips">In the order of preference.</param>
    /// <returns>Null where there is none.</returns>
    public static GpioController? Find(string devices, IReadOnlyList<string> chips)
    {
        GpioController? best = null;
        var rank = chips.Count;
        string[] paths = Directory.Exists(devices) ? Directory.GetFiles(devices, "gpiochip*") : [];
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var chip = TryOpen(path);
            var fit = chip is null ? -1 : chips.TakeWhile(name => name != chip.Label && name != chip.Name).Count();
            if (fit >= 0 && fit < rank)
            {
                best?.Dispose();
                (best, rank) = (chip, fit);
            }
            else
            {
                chip?.Dispose();
            }
        }

        return best;
    }

    /// <summary>Takes one pin.</summary>
    /// <inheritdoc cref="OpenPins"/>
    public GpioPins OpenPin(int pinNumber, PinSettings settings) => OpenPins([pinNumber], settings);

    /// <summary>Takes several pins, which are then read and written at once.</summary>
    /// <param name="pinNumbers">Offsets within the chip, at most <see cref="GpioAbi.MaxLines"/>.</param>
    /// <param name="settings">How.</param>
    /// <exception cref="IOException">Somebody has one of them, the chip has no such pin, or cannot do that with it.</exception>
    public GpioPins OpenPins(ReadOnlySpan<int> pinNumbers, PinSettings settings)
    {
        var request = Request(pinNumbers, settings);
        device.Control(GpioAbi.GetLine, &request);
        return new GpioPins(new DeviceFile(request.Descriptor), pinNumbers.Length);
    }

    /// <summary>What the kernel is asked.</summary>
    internal static GpioAbi.LineRequest Request(ReadOnlySpan<int> pinNumbers, PinSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pinNumbers.Length, GpioAbi.MaxLines);
        GpioAbi.LineRequest request = new() { Flags = FlagsOf(settings), LineCount = (uint)pinNumbers.Length };
        Consumer.CopyTo(new Span<byte>(request.Consumer, GpioAbi.NameSize));
        for (var i = 0; i < pinNumbers.Length; i++)
        {
            request.Offsets[i] = (uint)pinNumbers[i];
        }

        var all = pinNumbers.Length == GpioAbi.MaxLines ? ulong.MaxValue : (1ul << pinNumbers.Length) - 1;
        var debounced = settings.Debounce > TimeSpan.Zero;
        var mixed = settings.ActiveLow != 0 && settings.ActiveLow != all;
        if (debounced)
        {
            request.FirstAttribute = new GpioAbi.ConfigAttribute { Id = GpioAbi.Debounce, Value = (uint)settings.Debounce.TotalMicroseconds, Mask = all };
            request.AttributeCount = 1;
        }

        if (mixed)
        {
            var attribute = debounced ? &request.SecondAttribute : &request.FirstAttribute;
            *attribute = new GpioAbi.ConfigAttribute { Id = GpioAbi.LineFlagsAttribute, Value = (ulong)(request.Flags | GpioAbi.LineFlags.ActiveLow), Mask = settings.ActiveLow };
            request.AttributeCount++;
        }
        else if (settings.ActiveLow != 0)
        {
            request.Flags |= GpioAbi.LineFlags.ActiveLow;
        }

        return request;
    }

    /// <inheritdoc/>
    public void Dispose() => device.Dispose();

    private static GpioController? TryOpen(string path)
    {
        try
        {
            return new GpioController(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static GpioAbi.LineFlags FlagsOf(PinSettings settings)
    {
        var flags = settings.Mode switch
        {
            PinMode.Input => GpioAbi.LineFlags.Input,
            PinMode.Output => GpioAbi.LineFlags.Output,
            PinMode.InputPullDown => GpioAbi.LineFlags.Input | GpioAbi.LineFlags.BiasPullDown,
            PinMode.InputPullUp => GpioAbi.LineFlags.Input | GpioAbi.LineFlags.BiasPullUp,
            PinMode.InputFloating => GpioAbi.LineFlags.Input | GpioAbi.LineFlags.BiasDisabled,
            _ => throw new ArgumentOutOfRangeException(nameof(settings)),
        };
        return flags
            | (settings.Events.HasFlag(PinEventTypes.Rising) ? GpioAbi.LineFlags.EdgeRising : 0)
            | (settings.Events.HasFlag(PinEventTypes.Falling) ? GpioAbi.LineFlags.EdgeFalling : 0);
    }

    private static string TextOf(byte* name)
    {
        ReadOnlySpan<byte> bytes = new(name, GpioAbi.NameSize);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
