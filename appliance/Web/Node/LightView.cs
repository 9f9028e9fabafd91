namespace Hearth.Web;

/// <summary>What the light shows.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Since">How long ago it began: the phase of the rhythm.</param>
public readonly record struct LightView(LightPattern Pattern, TimeSpan Since);
