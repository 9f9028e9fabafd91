using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Signing;

namespace Hearth.Identity.Trust;

/// <summary>
/// Follows one packet's signature to the owner of its namespace. It fetches nothing: <see cref="Verdict"/> says which
/// certificate it needs, and <see cref="Next"/> takes it.
/// </summary>
/// <remarks>
/// Each certificate leads from a role to the one above it (Data, device, owner), so that there are at most three and
/// none can come twice. The owner's is signed with itself; which owner is right is decided by the pin.
/// </remarks>
public sealed class Verification
{
    private readonly Pin? pinned;
    private readonly DateTimeOffset now;
    private readonly Name target;
    private readonly Username? username;

    // The packet whose signature is to be checked next, and the key that must have made it.
    private byte[] child = [];
    private Role role;
    private Name keyName = Name.Empty;
    private DateTimeOffset validUntil = DateTimeOffset.MaxValue;
    private Verifier? dataKey;
    private Name dataKeyName = Name.Empty;

    private Verification(in Data data, Username? username, Pin? pinned, DateTimeOffset now)
    {
        this.pinned = pinned;
        this.now = now;
        this.username = username;
        target = data.Name.ToName();
        Verdict = username is null ? JudgeElsewhere(data)
            : TrustSchema.TryFindSigner(data.Name, out var signer) ? Climb(data, signer)
            : Refuse(target, Refusal.IssuerNotKnown);
    }

    /// <summary>What is known so far.</summary>
    public Verdict Verdict { get; private set; }

    /// <summary>Begins with a packet; copies what it needs of it.</summary>
    /// <param name="data">The packet.</param>
    /// <param name="pins">The owners seen before.</param>
    /// <param name="now">For the validity of certificates.</param>
    public static Verification Begin(in Data data, PinStore pins, DateTimeOffset now) =>
        Username.TryFind(data.Name, out var username)
            ? Begin(data, pins.TryFind(username, out var pin) ? pin : null, now)
            : Begin(data, (Pin?)null, now);

    /// <summary>Begins with a packet; copies what it needs of it.</summary>
    /// <param name="data">The packet.</param>
    /// <param name="pinned">The owner seen before in its namespace; null at first sight.</param>
    /// <param name="now">For the validity of certificates.</param>
    public static Verification Begin(in Data data, Pin? pinned, DateTimeOffset now) =>
        new(data, Username.TryFind(data.Name, out var username) ? username : null, pinned, now);

    /// <summary>Takes the certificate that was needed: any bytes that came in answer.</summary>
    /// <exception cref="InvalidOperationException">None is needed.</exception>
    public Verdict Next(ReadOnlySpan<byte> certificate)
    {
        if (Verdict.Outcome != Outcome.NeedsCertificate)
        {
            throw new InvalidOperationException("No certificate is needed any more.");
        }

        Verdict = Accept(certificate);
        return Verdict;
    }

    /// <summary>The Data key to check further packets with; false unless one signed this packet and it is trusted.</summary>
    public bool TryGetKey([NotNullWhen(true)] out TrustedKey? key)
    {
        key = Verdict.Outcome == Outcome.Trusted && dataKey is not null
            ? new TrustedKey(username!, dataKeyName, dataKey, validUntil)
            : null;
        return key is not null;
    }

    private Verdict JudgeElsewhere(in Data data)
    {
        if (Username.IsPersonal(data.Name))
        {
            return Refuse(target, Refusal.NobodysNamespace);
        }

        return data.Signature.Type != SignatureType.DigestSha256 || DigestSha256.Verifier.Verify(data)
            ? new Verdict(Outcome.IntegrityOnly, target)
            : Refuse(target, Refusal.DigestWrong);
    }

    // Finds the certificate of the key that must have signed a packet.
    private Verdict Climb(in Data packet, Role signer)
    {
        var name = packet.Name.ToName();
        switch (packet.Signature.Type)
        {
            case SignatureType.Ed25519:
            case SignatureType.Sha256WithEcdsa:
                break;
            case SignatureType.HmacWithSha256:
            case SignatureType.Sha256WithRsa:
                return Refuse(name, Refusal.AlgorithmNotAccepted);
            default:
                return Refuse(name, Refusal.NotSigned);
        }

        var locator = packet.Signature.KeyName;
        if (locator.IsEmpty)
        {
            return Refuse(name, Refusal.KeyNotNamed);
        }

        if (!username!.Namespace.IsPrefixOf(locator))
        {
            return Refuse(name, Refusal.KeyOfAnotherNamespace);
        }

        if (!TrustSchema.TryReadKeyName(locator, signer, out var signingKey))
        {
            return Refuse(name, Refusal.KeyOfAnotherRole);
        }

        role = signer;
        keyName = signingKey;
        child = packet.Wire.ToArray();
        return new Verdict(Outcome.NeedsCertificate, target)
        {
            NeededCertificate = TrustSchema.CertificateOf(keyName, signer),
            Username = username,
            Pinned = pinned,
        };
    }

    private Verdict Accept(ReadOnlySpan<byte> wire)
    {
        var needed = Verdict.NeededCertificate!;
        if (!Certificate.TryRead(wire, out var certificate, out _))
        {
            return Refuse(needed, Refusal.NotACertificate);
        }

        var name = certificate.Name;
        if (!needed.IsPrefixOf(name) || name.Count != needed.Count + 1)
        {
            return Refuse(name, Refusal.AnotherCertificate);
        }

        if (!certificate.Validity.Contains(now))
        {
            return Refuse(name, now < certificate.Validity.NotBefore ? Refusal.CertificateNotYetValid : Refusal.CertificateExpired);
        }

        // Strangers' tools read P-256 alone, so what is published may be signed with it; the other roles are Ed25519.
        if (!certificate.TryCreateVerifier(out var key) || (role != Role.Data && key.Type != SignatureType.Ed25519))
        {
            return Refuse(name, Refusal.KeyNotAccepted);
        }

        Data.TryRead(child, out var signed, out _);
        if (!key.Verify(signed))
        {
            return Refuse(signed.Name.ToName(), Refusal.SignatureInvalid);
        }

        validUntil = certificate.Validity.NotAfter < validUntil ? certificate.Validity.NotAfter : validUntil;
        if (role == Role.Owner)
        {
            return JudgeOwner(certificate, key);
        }

        if (role == Role.Data)
        {
            dataKey = key;
            dataKeyName = keyName;
        }

        Data.TryRead(wire, out var packet, out _);
        return Climb(packet, role + 1);
    }

    private Verdict JudgeOwner(Certificate certificate, Verifier key)
    {
        if (!certificate.IsSelfSigned || !certificate.IsSignedBy(key))
        {
            return Refuse(certificate.Name, Refusal.SignatureInvalid);
        }

        var owner = Fingerprint.Of(certificate.PublicKey.Span);
        return pinned is null || pinned.Owner == owner
            ? new Verdict(Outcome.Trusted, target) { Username = username, Owner = owner, Pinned = pinned }
            : Refuse(target, Refusal.OwnerDiffersFromPinned) with { Owner = owner };
    }

    private Verdict Refuse(Name name, Refusal refusal) =>
        new(Outcome.Refused, name, refusal) { Username = username, Pinned = pinned };
}
