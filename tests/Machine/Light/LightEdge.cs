namespace Hearth.Tests.Machine.Light;

/// <summary>The light went on or off.</summary>
/// <param name="At">Time since the machine was switched on.</param>
/// <param name="Lit">What it is now.</param>
internal readonly record struct LightEdge(TimeSpan At, bool Lit);
