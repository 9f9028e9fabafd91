namespace Hearth.Tests.Machine;

/// <summary>The wires of a GPIO controller.</summary>
/// <param name="ControllerType">Its type, as QEMU names it.</param>
/// <param name="Light">The output line of the light.</param>
/// <param name="Button">The input line of the button.</param>
internal sealed record GpioWires(string ControllerType, int Light, int Button);
