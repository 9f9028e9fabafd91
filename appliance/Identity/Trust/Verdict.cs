using Hearth.Protocol;

namespace Hearth.Identity.Trust;

/// <summary>What a verification has come to.</summary>
/// <param name="Outcome">What it says.</param>
/// <param name="Name">The packet that was refused: the one in question or a certificate on its way; else the one in question.</param>
/// <param name="Refusal">Why it is refused.</param>
public sealed record Verdict(Outcome Outcome, Name Name, Refusal Refusal = Refusal.None)
{
    /// <summary>Prefix of the certificate to fetch (CanBePrefix), where one is needed.</summary>
    public Name? NeededCertificate { get; init; }

    /// <summary>In whose namespace the packet is.</summary>
    public Username? Username { get; init; }

    /// <summary>The owner that the chain leads to, where it is trusted or differs from the pinned one.</summary>
    public Fingerprint? Owner { get; init; }

    /// <summary>The owner that was pinned before; null at first sight.</summary>
    public Pin? Pinned { get; init; }

    /// <summary>Whether to pin <see cref="Owner"/> now (<see cref="PinStore.Observe"/>).</summary>
    public bool IsFirstSight => Outcome == Outcome.Trusted && Pinned is null;

    /// <summary>One line for a terminal or a log.</summary>
    public override string ToString() => Outcome switch
    {
        Outcome.NeedsCertificate => $"{Name} cannot be judged without the certificate {NeededCertificate}.",
        Outcome.IntegrityOnly => $"Nobody vouches for {Name}: it is outside the personal namespaces below /p.",
        Outcome.Trusted when IsFirstSight => $"{Username!.Namespace} is seen for the first time; its owner is {Owner}.",
        Outcome.Trusted => $"{Username!.Namespace}'s owner {Owner} vouches for {Name}.",
        _ when Refusal == Refusal.OwnerDiffersFromPinned =>
            $"{Username!.Namespace} is signed by the owner {Owner}, but since {Pinned!.FirstSeen:yyyy-MM-dd} it was {Pinned.Owner}: refused. " +
            $"Ask {Username} for the fingerprint; only if the new one is right, take {Username.Namespace} out of pins.json.",
        _ => $"{Name} is refused: {Reason}.",
    };

    private string Reason => Refusal switch
    {
        Refusal.NobodysNamespace => "its namespace cannot belong to anyone",
        Refusal.NotSigned => "it is not signed",
        Refusal.DigestWrong => "its digest is wrong",
        Refusal.AlgorithmNotAccepted => "its signature is neither ECDSA nor Ed25519",
        Refusal.KeyNotNamed => "it does not name the key that signed it",
        Refusal.KeyOfAnotherNamespace => "it is signed with a key of another namespace",
        Refusal.KeyOfAnotherRole => "it is signed with a key that may not sign this",
        Refusal.IssuerNotKnown => "it is a certificate of an issuer that is not known here",
        Refusal.NotACertificate => "it is not a certificate",
        Refusal.AnotherCertificate => "it is not the certificate that was asked for",
        Refusal.KeyNotAccepted => "it certifies a key of the wrong kind",
        Refusal.CertificateNotYetValid => "the certificate is not valid yet; is this machine's clock right?",
        Refusal.CertificateExpired => "the certificate has expired; is this machine's clock right?",
        Refusal.SignatureInvalid => "its signature is wrong",
        _ => "it is not trusted",
    };
}
