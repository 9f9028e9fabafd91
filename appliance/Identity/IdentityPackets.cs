using System.Security.Cryptography;
using Hearth.Identity.Keys;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Cryptography;
using Hearth.Protocol.Signing;

namespace Hearth.Identity;

/// <summary>Which packets an identity consists of, and how they are made.</summary>
internal static class IdentityPackets
{
    /// <summary>
    /// Signs the claim and the four certificates. Each is named after its key, its issuer and the time of the claim
    /// (NDN certificate format v2).
    /// </summary>
    public static IReadOnlyList<IdentityPacket> Issue(Claim claim, Key ownerKey, Key deviceKey, ECDsa dataKey)
    {
        var owner = KeyNames.InNamespace(claim.Username, claim.OwnerKey.Span);
        var device = KeyNames.OfDevice(claim.Username, claim.DeviceKey.Span);
        var data = KeyNames.InNamespace(claim.Username, claim.DataKey.Span);
        var validity = new ValidityPeriod(ApplianceIdentity.CertificatesValidFrom, claim.Time + ApplianceIdentity.CertificateLifetime);
        var byOwner = Ed25519.CreateSigner(ownerKey, owner);
        var byDevice = Ed25519.CreateSigner(deviceKey, device);
        var byData = EcdsaP256.CreateSigner(dataKey, data);
        return
        [
            Certify(data, claim.DataKey, KeyNames.SelfIssuer, byData),
            Certify(data, claim.DataKey, KeyNames.DeviceIssuer, byDevice),
            Certify(device, claim.DeviceKey, KeyNames.OwnerIssuer, byOwner),
            Certify(owner, claim.OwnerKey, KeyNames.SelfIssuer, byOwner),
            claim.Sign(ownerKey),
        ];

        IdentityPacket Certify(Name keyName, ReadOnlyMemory<byte> publicKey, string issuer, Signer signer)
        {
            var certificate = new CertificateBuilder(keyName, publicKey)
            {
                IssuerId = issuer,
                Version = (ulong)claim.Time.ToUnixTimeMilliseconds(),
                Validity = validity,
            }.Build(signer);
            return new IdentityPacket(certificate.Name, certificate.Wire.ToArray());
        }
    }
}
