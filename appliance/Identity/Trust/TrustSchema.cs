using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Identity.Keys;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Tlv;

namespace Hearth.Identity.Trust;

/// <summary>
/// Who must sign what under <c>/p/X</c>, and what certificate says so. One table:
/// <code>
/// packet                                   signed with the key of    whose certificate is
/// /p/X/32=claim/v                          X                         /p/X/KEY/k/self/v
/// /p/X/KEY/k/self/v                        X (k itself)              that one
/// /p/X/32=device/d/KEY/k/owner/v           X                         /p/X/KEY/k'/self/v
/// /p/X/KEY/k/device/v                      a device of X             /p/X/32=device/d/KEY/k'/owner/v
/// /p/X/KEY/k/another issuer/v              nobody here               –
/// /p/X/anything else                       a Data key of X           /p/X/KEY/k/device/v
/// </code>
/// </summary>
internal static class TrustSchema
{
    // /p/X
    private const int NamespaceLength = 2;

    // /p/X/32=device/d
    private const int DeviceIdentityLength = NamespaceLength + 2;

    /// <summary>The role whose key must sign a packet in somebody's namespace; false where nobody's may.</summary>
    public static bool TryFindSigner(NameView name, out Role signer)
    {
        signer = Claim.IsClaimName(name) ? Role.Owner : Role.Data;
        if (!CertificateName.TryParse(name, out var certificate))
        {
            return true;
        }

        if (IsIdentityOf(Role.Device, certificate.Identity))
        {
            signer = Role.Owner;
            return Is(certificate.IssuerId, KeyNames.OwnerIssuer);
        }

        if (certificate.Identity.Count == NamespaceLength)
        {
            signer = Is(certificate.IssuerId, KeyNames.SelfIssuer) ? Role.Owner : Role.Device;
            return signer == Role.Owner || Is(certificate.IssuerId, KeyNames.DeviceIssuer);
        }

        return true;
    }

    /// <summary>
    /// The key that a KeyLocator names, where it is the key of that role's form; the name may be the key's or that of
    /// one of its certificates.
    /// </summary>
    public static bool TryReadKeyName(NameView locator, Role role, [NotNullWhen(true)] out Name? keyName)
    {
        keyName = KeyName.TryParseLocator(locator, out var key) && IsIdentityOf(role, key.Identity) ? key.Name.ToName() : null;
        return keyName is not null;
    }

    /// <summary>Prefix of the certificate that lifts a key of this role one step towards the owner.</summary>
    public static Name CertificateOf(Name keyName, Role role) => keyName.Append(role switch
    {
        Role.Data => KeyNames.DeviceIssuer,
        Role.Device => KeyNames.OwnerIssuer,
        _ => KeyNames.SelfIssuer,
    });

    private static bool IsIdentityOf(Role role, NameView identity) => role == Role.Device
        ? identity.Count == DeviceIdentityLength && identity[NamespaceLength].IsKeyword("device"u8)
        : identity.Count == NamespaceLength;

    private static bool Is(NameComponent component, string text) =>
        component.Type == TlvType.GenericNameComponent && Ascii.Equals(component.Value, text);
}
