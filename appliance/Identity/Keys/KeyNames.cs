using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;

namespace Hearth.Identity.Keys;

/// <summary>
/// Names of the three keys (NDN certificate format v2: <c>/identity/KEY/key-id</c>). The identities are the namespace
/// for the owner's key and the Data key, and <c>32=device/device-id</c> below it for the device's.
/// </summary>
public static class KeyNames
{
    /// <summary>Issuer component of a certificate that its own key signed.</summary>
    public const string SelfIssuer = "self";

    /// <summary>Issuer component of a certificate that the owner's key signed.</summary>
    public const string OwnerIssuer = "owner";

    /// <summary>Issuer component of a certificate that the device's key signed.</summary>
    public const string DeviceIssuer = "device";

    internal const string DeviceKeyword = "device";

    // As long as the random ids that ndn-cxx gives; taken from the key, so that one key has one name.
    private const int KeyIdSize = 8;

    /// <summary>Name of the owner's key or of a Data key: <c>/p/alice/KEY/key-id</c>.</summary>
    /// <param name="username">Whose.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo in DER.</param>
    public static Name InNamespace(Username username, ReadOnlySpan<byte> publicKey) =>
        KeyName.Make(username.Namespace, KeyIdOf(publicKey));

    /// <summary>Name of the device's key: <c>/p/alice/32=device/device-id/KEY/key-id</c>; the device's id is its key's, in hexadecimal.</summary>
    /// <param name="username">Whose.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo in DER.</param>
    public static Name OfDevice(Username username, ReadOnlySpan<byte> publicKey)
    {
        var keyId = KeyIdOf(publicKey);
        return KeyName.Make(username.Namespace.AppendKeyword(DeviceKeyword).Append(Convert.ToHexStringLower(keyId)), keyId);
    }

    private static byte[] KeyIdOf(ReadOnlySpan<byte> publicKey) => SHA256.HashData(publicKey)[..KeyIdSize];
}
