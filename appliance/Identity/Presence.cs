using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;
using Hearth.Protocol.Cryptography;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Identity;

/// <summary>
/// An appliance's answer to a neighbour who asks whether it is really the one that a claim names: the Data packet
/// <c>/p/alice/32=here/nonce</c>, signed with the device's key, whose content is the claim. Anyone can repeat a claim;
/// only the device can sign a nonce that was not there before.
/// </summary>
public static class Presence
{
    /// <summary>The keyword component of the packet's name.</summary>
    public const string Keyword = "here";

    /// <summary>Bytes of the nonce: enough that no answer can be made in advance.</summary>
    public const int NonceSize = 16;

    // /p/alice/32=here/nonce
    private const int NameLength = 4;

    /// <summary>The name to ask for, once.</summary>
    /// <exception cref="ArgumentException">The nonce has not <see cref="NonceSize"/> bytes.</exception>
    public static Name NameOf(Username username, ReadOnlySpan<byte> nonce) => nonce.Length == NonceSize
        ? username.Namespace.AppendKeyword(Keyword).Append(TlvType.GenericNameComponent, nonce)
        : throw new ArgumentException($"A nonce has {NonceSize} bytes.", nameof(nonce));

    /// <summary>
    /// Reads an answer: false unless it holds the claim of the namespace that it is in, and the device that the claim
    /// names has signed it. Whether that claim's owner is the right one is a matter of trust.
    /// </summary>
    public static bool TryRead(in Data data, [NotNullWhen(true)] out Claim? claim, out PresenceFault fault)
    {
        claim = null;
        fault = PresenceFault.WrongName;
        if (!IsName(data.Name))
        {
            return false;
        }

        fault = PresenceFault.NoClaim;
        if (!Data.TryRead(data.Content, out var packet, out _) || !Claim.TryRead(packet, out var read, out _))
        {
            return false;
        }

        fault = PresenceFault.ClaimOfAnother;
        if (!read.Username.Namespace.IsPrefixOf(data.Name))
        {
            return false;
        }

        fault = PresenceFault.NotTheDevice;
        if (!PublicKey.TryImport(SignatureAlgorithm.Ed25519, read.DeviceKey.Span, KeyBlobFormat.PkixPublicKey, out var device)
            || !Ed25519.CreateVerifier(device).Verify(data))
        {
            return false;
        }

        fault = PresenceFault.None;
        claim = read;
        return true;
    }

    internal static bool IsName(NameView name) =>
        name.Count == NameLength && name[2].IsKeyword("here"u8)
        && name[3].Type == TlvType.GenericNameComponent && name[3].Value.Length == NonceSize;

    internal static int Sign(NameView asked, ReadOnlyMemory<byte> claim, Signer device, Span<byte> buffer) =>
        new DataBuilder(asked.ToName()) { Content = claim }.WriteTo(buffer, device);
}
