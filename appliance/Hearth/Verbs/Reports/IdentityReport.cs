namespace Hearth.Verbs.Reports;

/// <summary>Whose node it is.</summary>
/// <param name="Namespace">Such as <c>/p/alice</c>; null until claimed.</param>
/// <param name="OwnerFingerprint">Tells two owners of one name apart; null until claimed.</param>
internal sealed record IdentityReport(string? Namespace, string? OwnerFingerprint);
