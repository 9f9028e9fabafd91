namespace Hearth.Web.Http.Wire;

/// <summary>The light's rhythm and its phase; <see cref="LightPattern.Steps"/> says how to read the steps.</summary>
internal sealed record WireRhythm(string? Colour, IReadOnlyList<int> Steps, long SinceMs);
