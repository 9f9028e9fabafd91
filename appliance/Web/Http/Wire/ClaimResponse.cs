namespace Hearth.Web.Http.Wire;

/// <summary>The answer to a claim. The recovery code is in it this once, and null after a restore.</summary>
internal sealed record ClaimResponse(string Namespace, string OwnerFingerprint, string? RecoveryCode, QrDrawing? RecoveryQr);
