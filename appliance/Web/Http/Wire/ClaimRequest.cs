namespace Hearth.Web.Http.Wire;

/// <summary>The body of <c>POST /api/claim</c>.</summary>
internal sealed record ClaimRequest(string? Username, string? RecoveryCode);
