using Hearth.Board.Lights;

namespace Hearth.Devices;

/// <summary>A light that the kernel switches.</summary>
internal interface ILightDevice : IDisposable
{
    /// <summary>Switches it; null is dark.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    void Set(LightColor? color);
}
