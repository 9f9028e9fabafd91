namespace Hearth.Gpio;

/// <summary>What a pin is for.</summary>
internal enum PinMode
{
    /// <summary>Read; the chip's resistor is as it was.</summary>
    Input,

    /// <summary>Written.</summary>
    Output,

    /// <summary>Read, and low while nothing drives it.</summary>
    InputPullDown,

    /// <summary>Read, and high while nothing drives it.</summary>
    InputPullUp,

    /// <summary>Read, without the chip's resistor.</summary>
    InputFloating,
}
