namespace Hearth.Supervision;

/// <summary>A button went down or up.</summary>
/// <param name="Pressed">Whether it is down from here on.</param>
/// <param name="At">When it happened, which may be a while ago.</param>
internal readonly record struct ButtonEdge(bool Pressed, TimeSpan At);
