namespace Hearth.Gpio;

/// <summary>An edge, or the edges that are asked for.</summary>
[Flags]
internal enum PinEventTypes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>To active.</summary>
    Rising = 1,

    /// <summary>To inactive.</summary>
    Falling = 2,
}
