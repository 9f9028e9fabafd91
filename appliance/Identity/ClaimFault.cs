namespace Hearth.Identity;

/// <summary>Why a packet is not a claim.</summary>
public enum ClaimFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>The name is not <c>/p/username/32=claim/v=…</c>.</summary>
    WrongName,

    /// <summary>The content is not a claim's, or names another namespace than the packet.</summary>
    Malformed,

    /// <summary>It is not signed with the owner's key that it names.</summary>
    SignatureInvalid,
}
