namespace Hearth.Web;

/// <summary>How one state of the light looks.</summary>
/// <param name="State">
/// <c>fault</c>, <c>factory-reset</c>, <c>updating</c>, <c>pairing</c>, <c>starting</c>, <c>unclaimed</c>, <c>no-network</c>,
/// <c>serving</c> or <c>identify</c>; <c>light.{state}</c> in the words says what it means.
/// </param>
/// <param name="Colour"><c>red</c>, <c>yellow</c>, <c>blue</c>, <c>white</c>, <c>orange</c> or <c>green</c>; null on a single-colour light.</param>
/// <param name="Steps">Milliseconds lit, dark, lit, dark, …, repeated. One step: lit all the time. None: dark.</param>
public sealed record LightPattern(string State, string? Colour, IReadOnlyList<int> Steps);
