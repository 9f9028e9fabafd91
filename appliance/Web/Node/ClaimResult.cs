namespace Hearth.Web;

/// <summary>How a claim ended.</summary>
public abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    /// <summary>Claimed, or restored.</summary>
    /// <param name="Namespace">For example <c>/p/alice</c>.</param>
    /// <param name="OwnerFingerprint">The fingerprint of the owner's key.</param>
    /// <param name="RecoveryCode">Words separated by single spaces, shown this once; null when the claim restored a name by its code.</param>
    public sealed record Claimed(string Namespace, string OwnerFingerprint, string? RecoveryCode) : ClaimResult;

    /// <summary>No press opened the window, or it closed again.</summary>
    public sealed record WindowClosed : ClaimResult;

    /// <summary>The appliance has an owner.</summary>
    public sealed record AlreadyClaimed : ClaimResult;

    /// <summary>The name cannot be claimed.</summary>
    public sealed record NameNotValid : ClaimResult;

    /// <summary>The recovery code is mistyped, or is not this name's.</summary>
    public sealed record RecoveryCodeNotValid : ClaimResult;
}
