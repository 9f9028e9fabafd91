using Hearth.Protocol;
using Hearth.Protocol.Signing;

namespace Hearth.Identity.Trust;

/// <summary>
/// A Data key that its owner vouches for, so that the second packet of a namespace costs one signature and no fetch.
/// </summary>
public sealed class TrustedKey
{
    private readonly Username username;
    private readonly Verifier verifier;

    internal TrustedKey(Username username, Name name, Verifier verifier, DateTimeOffset validUntil)
    {
        this.username = username;
        this.verifier = verifier;
        Name = name;
        ValidUntil = validUntil;
    }

    /// <summary>The key's name.</summary>
    public Name Name { get; }

    /// <summary>When the first certificate of its chain expires.</summary>
    public DateTimeOffset ValidUntil { get; }

    /// <summary>Whether this key signed the packet and may sign it. False says nothing of other keys.</summary>
    public bool Vouches(in Data data, DateTimeOffset now) =>
        now <= ValidUntil
        && username.Namespace.IsPrefixOf(data.Name)
        && TrustSchema.TryFindSigner(data.Name, out var signer)
        && signer == Role.Data
        && TrustSchema.TryReadKeyName(data.Signature.KeyName, Role.Data, out var keyName)
        && keyName == Name
        && verifier.Verify(data);
}
