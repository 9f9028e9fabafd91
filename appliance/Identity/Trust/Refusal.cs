namespace Hearth.Identity.Trust;

/// <summary>Why a packet, or a certificate on the way to its owner, is not trusted.</summary>
public enum Refusal
{
    /// <summary>It is not refused.</summary>
    None,

    /// <summary>It is below <c>/p</c>, but not in any username's namespace.</summary>
    NobodysNamespace,

    /// <summary>It has no signature, or a digest in its place.</summary>
    NotSigned,

    /// <summary>The digest in place of a signature is wrong.</summary>
    DigestWrong,

    /// <summary>The signature is neither ECDSA on P-256 nor Ed25519.</summary>
    AlgorithmNotAccepted,

    /// <summary>The signature names no key.</summary>
    KeyNotNamed,

    /// <summary>The signing key belongs to another namespace.</summary>
    KeyOfAnotherNamespace,

    /// <summary>The signing key's name is not that of the role which must sign this.</summary>
    KeyOfAnotherRole,

    /// <summary>A certificate with an issuer that these rules do not know.</summary>
    IssuerNotKnown,

    /// <summary>What was supplied is no certificate.</summary>
    NotACertificate,

    /// <summary>What was supplied is another certificate than the one that was asked for.</summary>
    AnotherCertificate,

    /// <summary>A certificate's key is not of the algorithm that its role has.</summary>
    KeyNotAccepted,

    /// <summary>A certificate is not valid yet.</summary>
    CertificateNotYetValid,

    /// <summary>A certificate is no longer valid.</summary>
    CertificateExpired,

    /// <summary>A signature is wrong.</summary>
    SignatureInvalid,

    /// <summary>The chain leads to another owner than the one that is pinned.</summary>
    OwnerDiffersFromPinned,
}
