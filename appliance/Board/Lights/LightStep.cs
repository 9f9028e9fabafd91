namespace Hearth.Board.Lights;

/// <summary>One stretch of a rhythm.</summary>
/// <param name="Lit">Whether the light is on.</param>
/// <param name="Duration">How long; more than zero.</param>
public readonly record struct LightStep(bool Lit, TimeSpan Duration);
