using Hearth.Protocol.Signing;

namespace Hearth.Protocol.Certificates;

/// <summary>Makes certificates (NDN Packet Format v0.3, "Certificate").</summary>
/// <param name="keyName">The key that is certified, <c>/&lt;identity&gt;/KEY/&lt;key id&gt;</c>.</param>
/// <param name="publicKey">The key: SubjectPublicKeyInfo in DER.</param>
public sealed class CertificateBuilder(Name keyName, ReadOnlyMemory<byte> publicKey)
{
    /// <summary>What the specification recommends for <see cref="FreshnessPeriod"/>: an hour.</summary>
    public static readonly TimeSpan DefaultFreshnessPeriod = TimeSpan.FromHours(1);

    /// <summary>Tells the issuers of one key's certificates apart; <c>self</c> by custom when the key signs itself.</summary>
    public string IssuerId { get; init; } = "self";

    /// <summary>Tells the certificates of one issuer apart; milliseconds since 1970 by custom.</summary>
    public required ulong Version { get; init; }

    /// <summary>When it holds.</summary>
    public required ValidityPeriod Validity { get; init; }

    /// <summary>How long a cache may call it fresh, more than zero.</summary>
    public TimeSpan FreshnessPeriod { get; init; } = DefaultFreshnessPeriod;

    /// <summary>Signs and encodes the certificate.</summary>
    /// <param name="issuer">Signs; its key locator names the issuer's key or certificate.</param>
    /// <exception cref="ArgumentException">What was given makes no certificate.</exception>
    public Certificate Build(Signer issuer)
    {
        var wire = new DataBuilder(CertificateName.Make(keyName, IssuerId, Version))
        {
            ContentType = ContentType.Key,
            FreshnessPeriod = FreshnessPeriod,
            Content = publicKey,
            Validity = Validity,
        }.Build(issuer);
        return Certificate.TryRead(wire, out var certificate, out var error)
            ? certificate
            : throw new ArgumentException($"This makes no certificate of {keyName} ({error}).");
    }
}
