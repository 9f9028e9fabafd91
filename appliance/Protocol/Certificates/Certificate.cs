using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol.Signing;

namespace Hearth.Protocol.Certificates;

/// <summary>
/// A certificate: a signed Data packet that says whose a public key is (NDN Packet Format v0.3, "Certificate"). It
/// owns its bytes. Reading one checks its form alone; <see cref="IsSignedBy"/> and <see cref="Validity"/> say whether
/// to believe it. <see cref="CertificateBuilder"/> makes one.
/// </summary>
public sealed class Certificate
{
    private readonly byte[] wire;
    private readonly byte[] publicKey;

    private Certificate(scoped in Data data, CertificateName name, ValidityPeriod validity)
    {
        wire = data.Wire.ToArray();
        Name = name.Name.ToName();
        Version = name.Version;
        Validity = validity;
        publicKey = data.Content.ToArray();
        SignatureType = data.Signature.Type;
        KeyLocator = data.Signature.KeyName.IsEmpty ? null : data.Signature.KeyName.ToName();
    }

    /// <summary>The whole packet.</summary>
    public ReadOnlySpan<byte> Wire => wire;

    /// <summary>The certificate's name.</summary>
    public Name Name { get; }

    /// <summary>The key that is certified.</summary>
    public Name KeyName => Name.Prefix(-2);

    /// <summary>Whose key it is.</summary>
    public Name Identity => Name.Prefix(-4);

    /// <summary>Tells the certificates of one issuer apart; often milliseconds since 1970.</summary>
    public ulong Version { get; }

    /// <summary>When it holds.</summary>
    public ValidityPeriod Validity { get; }

    /// <summary>The key: SubjectPublicKeyInfo in DER, not checked (<see cref="TryCreateVerifier"/> does).</summary>
    public ReadOnlyMemory<byte> PublicKey => publicKey;

    /// <summary>The algorithm by which the issuer signed.</summary>
    public SignatureType SignatureType { get; }

    /// <summary>Name of the issuer's key or certificate; null when the packet names it by digest or not at all.</summary>
    public Name? KeyLocator { get; }

    /// <summary>Whether the certificate names its own key as the issuer's.</summary>
    public bool IsSelfSigned =>
        KeyLocator is not null
        && Certificates.KeyName.TryParseLocator(KeyLocator, out var issuer)
        && issuer.Name.Equals(KeyName);

    /// <summary>Reads bytes that must be exactly one certificate, and copies them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, [NotNullWhen(true)] out Certificate? certificate, out ParseError error)
    {
        certificate = null;
        return Data.TryRead(wire, out var data, out error) && TryRead(data, out certificate, out error);
    }

    /// <summary>Reads a Data packet that must be a certificate, and copies it.</summary>
    public static bool TryRead(scoped in Data data, [NotNullWhen(true)] out Certificate? certificate, out ParseError error)
    {
        certificate = null;
        if (data.ContentType != ContentType.Key || !CertificateName.TryParse(data.Name, out var name))
        {
            error = ParseError.UnexpectedType;
            return false;
        }

        if (data.FreshnessPeriod == TimeSpan.Zero || data.Signature.ValidityPeriod.IsEmpty)
        {
            error = ParseError.MissingElement;
            return false;
        }

        if (!ValidityPeriod.TryRead(data.Signature.ValidityPeriod, out var validity, out error))
        {
            return false;
        }

        certificate = new Certificate(data, name, validity);
        return true;
    }

    /// <summary>Whether <paramref name="issuer"/> verifies the signature.</summary>
    public bool IsSignedBy(Verifier issuer) => Data.TryRead(wire, out var data, out _) && issuer.Verify(data);

    /// <summary>Makes the verifier of the certified key; false when the key is of a kind that is not supported.</summary>
    public bool TryCreateVerifier([NotNullWhen(true)] out Verifier? verifier) =>
        Verifier.TryCreate(publicKey, out verifier);
}
