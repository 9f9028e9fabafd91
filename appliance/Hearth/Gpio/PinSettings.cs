namespace Hearth.Gpio;

/// <summary>How pins are asked for.</summary>
/// <param name="Mode">What they are for.</param>
internal readonly record struct PinSettings(PinMode Mode)
{
    /// <summary>Pins of which low is the active level; one bit a pin, in the order of the request.</summary>
    public ulong ActiveLow { get; init; }

    /// <summary>How long an input's level has to last to be told; zero for no filter.</summary>
    public TimeSpan Debounce { get; init; }

    /// <summary>Edges to be told.</summary>
    public PinEventTypes Events { get; init; }
}
