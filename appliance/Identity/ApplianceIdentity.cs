using System.Security.Cryptography;
using Hearth.Identity.Keys;
using Hearth.Identity.Recovery;
using Hearth.Protocol;
using Hearth.Protocol.Cryptography;
using Hearth.Protocol.Signing;

namespace Hearth.Identity;

/// <summary>
/// Who a claimed appliance is: the owner's claim, the device's key and the Data key, and the certificates that join
/// them. <see cref="IdentityStore"/> keeps it.
/// </summary>
public sealed class ApplianceIdentity : IDisposable
{
    /// <summary>
    /// How long certificates last. Nobody maintains an appliance, the owner's key is not on it to renew them, and a
    /// thief who has its keys has all that a renewal by the appliance itself would need; so they outlast the hardware.
    /// Twenty years is what ndn-cxx gives a self-signed certificate.
    /// </summary>
    public static readonly TimeSpan CertificateLifetime = TimeSpan.FromDays(20 * 365);

    /// <summary>
    /// Certificates are valid from 1970 on: an appliance without a clock chip starts in the past, and must not refuse
    /// its neighbours' keys until it has learnt the time.
    /// </summary>
    public static readonly DateTimeOffset CertificatesValidFrom = DateTimeOffset.UnixEpoch;

    internal ApplianceIdentity(Claim claim, Key deviceKey, ECDsa dataKey, IReadOnlyList<IdentityPacket> packets)
    {
        Claim = claim;
        DeviceKey = deviceKey;
        DataKey = dataKey;
        Packets = packets;
        DeviceKeyName = KeyNames.OfDevice(claim.Username, claim.DeviceKey.Span);
        DataKeyName = KeyNames.InNamespace(claim.Username, claim.DataKey.Span);
        DeviceSigner = Ed25519.CreateSigner(deviceKey, DeviceKeyName);
        DataSigner = EcdsaP256.CreateSigner(dataKey, DataKeyName);
    }

    /// <summary>The claim.</summary>
    public Claim Claim { get; }

    /// <summary>Whose appliance this is.</summary>
    public Username Username => Claim.Username;

    /// <summary>The owner's namespace, <c>/p/alice</c>.</summary>
    public Name Namespace => Username.Namespace;

    /// <summary>Name of the device's key.</summary>
    public Name DeviceKeyName { get; }

    /// <summary>Name of the Data key, which is in the KeyLocator of everything published.</summary>
    public Name DataKeyName { get; }

    /// <summary>Signs as this device.</summary>
    public Signer DeviceSigner { get; }

    /// <summary>Signs what is published in the namespace, with ECDSA on P-256.</summary>
    public Signer DataSigner { get; }

    /// <summary>
    /// The packets that the appliance answers with, in the order of preference where a name fits several: the Data
    /// key's own certificate is first, as strangers' tools ask for <c>/p/alice/KEY/key-id</c> and read only P-256.
    /// </summary>
    public IReadOnlyList<IdentityPacket> Packets { get; }

    internal Key DeviceKey { get; }

    internal ECDsa DataKey { get; }

    /// <summary>
    /// Makes the identity of a newly claimed appliance: the owner's key from the recovery code, a new key for the
    /// device, a new one for Data. The same code gives the same owner, which is how a name is restored on another card.
    /// </summary>
    /// <param name="username">The name to claim.</param>
    /// <param name="code">The owner's recovery code; nothing of it is kept.</param>
    /// <param name="fillRandom">Where randomness comes from.</param>
    /// <param name="now">The appliance's clock, not before its image was built.</param>
    public static ApplianceIdentity Create(Username username, RecoveryCode code, FillRandom fillRandom, DateTimeOffset now)
    {
        using var ownerKey = OwnerKey.Derive(code);
        var deviceKey = RandomKeys.CreateEd25519(fillRandom);
        var dataKey = RandomKeys.CreateP256(fillRandom);
        var claim = new Claim(
            username,
            ownerKey.PublicKey.Export(KeyBlobFormat.PkixPublicKey),
            deviceKey.PublicKey.Export(KeyBlobFormat.PkixPublicKey),
            dataKey.ExportSubjectPublicKeyInfo(),
            now);
        return new ApplianceIdentity(claim, deviceKey, dataKey, IdentityPackets.Issue(claim, ownerKey, deviceKey, dataKey));
    }

    /// <summary>
    /// The packet that answers an Interest; false where none does. An Interest in the namespace as a whole asks for
    /// what is published, not for these.
    /// </summary>
    public bool TryAnswer(in Interest interest, out ReadOnlyMemory<byte> packet)
    {
        packet = default;
        if (interest.Name.Count <= Namespace.Count)
        {
            return false;
        }

        foreach (var candidate in Packets)
        {
            if (Data.TryRead(candidate.Wire.Span, out var data, out _) && interest.MatchesName(data))
            {
                packet = candidate.Wire;
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Answers a neighbour who asks with a nonce whether this is the appliance that the claim names (<see cref="Presence"/>);
    /// false where the Interest asks for something else. From any thread.
    /// </summary>
    /// <param name="interest">The Interest.</param>
    /// <param name="answer">Room for a packet.</param>
    /// <param name="size">Bytes written.</param>
    public bool TryProvePresence(in Interest interest, Span<byte> answer, out int size)
    {
        var asked = Presence.IsName(interest.Name) && Namespace.IsPrefixOf(interest.Name);
        size = asked ? Presence.Sign(interest.Name, Packets.First(packet => Claim.IsClaimName(packet.Name)).Wire, DeviceSigner, answer) : 0;
        return asked;
    }

    /// <summary>Wipes the private keys.</summary>
    public void Dispose()
    {
        DeviceKey.Dispose();
        DataKey.Dispose();
    }
}
