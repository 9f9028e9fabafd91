namespace Hearth.Gpio;

/// <summary>A pin's value.</summary>
internal enum PinValue
{
    /// <summary>Inactive.</summary>
    Low,

    /// <summary>Active.</summary>
    High,
}
