namespace Hearth.Web;

/// <summary>What the light shows.</summary>
/// <param name="Pattern">The pattern: the same instance for as long as it shows the same.</param>
/// <param name="Since">How long ago it began: the phase of the rhythm.</param>
public readonly record struct LightView(LightPattern Pattern, TimeSpan Since);
