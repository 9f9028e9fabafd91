namespace Hearth.Web.Http.Wire;

/// <summary>The body of <c>POST /api/press</c>: how long to hold; 0 lets a held button go.</summary>
internal sealed record PressRequest(double? HoldSeconds);
