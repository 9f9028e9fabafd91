namespace Hearth.Updates.Tuf;

/// <summary>A public key as metadata carries it (section 4.2).</summary>
/// <param name="KeyType"><c>ed25519</c>, <c>ecdsa</c>, <c>rsa</c>, …</param>
/// <param name="Scheme"><c>ed25519</c>, <c>ecdsa-sha2-nistp256</c>, <c>rsassa-pss-sha256</c>, …</param>
/// <param name="Public">The key: 64 hex digits for Ed25519, else PEM.</param>
public sealed record MetadataKey(string KeyType, string Scheme, string Public);
