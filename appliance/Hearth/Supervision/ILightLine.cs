using Hearth.Board.Lights;

namespace Hearth.Supervision;

/// <summary>The wire to a light.</summary>
internal interface ILightLine
{
    /// <summary>Switches the light; null is dark. A single-colour light shows every colour alike.</summary>
    void Set(LightColor? color);
}
