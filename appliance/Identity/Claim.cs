using System.Diagnostics.CodeAnalysis;
using Hearth.Identity.Keys;
using Hearth.Protocol;
using Hearth.Protocol.Cryptography;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Identity;

/// <summary>
/// The owner's statement that a namespace is theirs and which appliance serves it: the Data packet
/// <c>/p/alice/32=claim/v=time</c>, signed with the owner's key, which it holds. Anyone can check it alone; whether
/// that owner is the right one is a matter of trust (<see cref="Trust.Verification"/>).
/// </summary>
/// <remarks>
/// Content, in this order: Name (7) of the namespace; OwnerKey (129), DeviceKey (131) and DataKey (133), each a
/// SubjectPublicKeyInfo; ClaimTime (135), milliseconds since 1970. Unknown elements of even type are skipped.
/// </remarks>
public sealed class Claim
{
    /// <summary>The keyword component of the packet's name.</summary>
    public const string Keyword = "claim";

    // TLV-TYPE 128 to 252 are the application's (NDN Packet Format v0.3, "TLV-TYPE number assignments"). Odd: critical.
    private const uint OwnerKeyType = 129;
    private const uint DeviceKeyType = 131;
    private const uint DataKeyType = 133;
    private const uint ClaimTimeType = 135;

    // A claim is asked for rarely and never changes; an hour spares the appliance most repetitions.
    private static readonly TimeSpan Freshness = TimeSpan.FromHours(1);

    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>A claim of three public keys, each a SubjectPublicKeyInfo in DER.</summary>
    public Claim(Username username, ReadOnlyMemory<byte> ownerKey, ReadOnlyMemory<byte> deviceKey, ReadOnlyMemory<byte> dataKey, DateTimeOffset time)
    {
        Username = username;
        OwnerKey = ownerKey;
        DeviceKey = deviceKey;
        DataKey = dataKey;
        Time = time;
    }

    /// <summary>Who claims.</summary>
    public Username Username { get; }

    /// <summary>The owner's public key.</summary>
    public ReadOnlyMemory<byte> OwnerKey { get; }

    /// <summary>The appliance's public key.</summary>
    public ReadOnlyMemory<byte> DeviceKey { get; }

    /// <summary>The public key that signs what is published.</summary>
    public ReadOnlyMemory<byte> DataKey { get; }

    /// <summary>When, by the appliance's clock.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The owner's fingerprint.</summary>
    public Fingerprint Owner => Fingerprint.Of(OwnerKey.Span);

    /// <summary>The signed packet.</summary>
    internal IdentityPacket Sign(Key ownerKey)
    {
        var name = Username.Namespace.AppendKeyword(Keyword).AppendVersion((ulong)Time.ToUnixTimeMilliseconds());
        var builder = new DataBuilder(name) { FreshnessPeriod = Freshness, Content = EncodeContent() };
        return new IdentityPacket(name, builder.Build(Ed25519.CreateSigner(ownerKey, KeyNames.InNamespace(Username, OwnerKey.Span))));
    }

    /// <summary>Reads a claim and checks that the owner it names has signed it.</summary>
    public static bool TryRead(in Data data, [NotNullWhen(true)] out Claim? claim, out ClaimFault fault)
    {
        claim = null;
        fault = ClaimFault.WrongName;
        if (!Username.TryFind(data.Name, out var username) || !IsClaimName(data.Name))
        {
            return false;
        }

        fault = ClaimFault.Malformed;
        if (!TryReadContent(data.Content, username, out var read)
            || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, read.OwnerKey.Span, KeyBlobFormat.PkixPublicKey, out var ownerKey))
        {
            return false;
        }

        fault = ClaimFault.SignatureInvalid;
        if (!Ed25519.CreateVerifier(ownerKey).Verify(data))
        {
            return false;
        }

        fault = ClaimFault.None;
        claim = read;
        return true;
    }

    /// <summary>Whether a name in somebody's namespace is that of a claim, <c>/p/alice/32=claim/v=…</c>.</summary>
    internal static bool IsClaimName(NameView name) =>
        name.Count == 4 && name[2].IsKeyword("claim"u8) && name[3].Type == TlvType.VersionNameComponent;

    private byte[] EncodeContent()
    {
        // A name of two short components and keys of at most 91 bytes.
        Span<byte> buffer = stackalloc byte[1024];
        var writer = new TlvWriter(buffer);
        writer.WriteName(Username.Namespace);
        writer.Write(OwnerKeyType, OwnerKey.Span);
        writer.Write(DeviceKeyType, DeviceKey.Span);
        writer.Write(DataKeyType, DataKey.Span);
        writer.WriteNumber(ClaimTimeType, (ulong)Time.ToUnixTimeMilliseconds());
        return writer.Written.ToArray();
    }

    private static bool TryReadContent(ReadOnlySpan<byte> content, Username username, [NotNullWhen(true)] out Claim? claim)
    {
        claim = null;
        var reader = new TlvReader(content);
        if (!TryNext(ref reader, TlvType.Name, out var name) || !name.SequenceEqual(username.Namespace.Value)
            || !TryNext(ref reader, OwnerKeyType, out var ownerKey)
            || !TryNext(ref reader, DeviceKeyType, out var deviceKey)
            || !TryNext(ref reader, DataKeyType, out var dataKey)
            || !TryNext(ref reader, ClaimTimeType, out var time)
            || !TlvElement.TryGetNumber(time, out var milliseconds) || milliseconds > (ulong)LatestTime)
        {
            return false;
        }

        while (reader.TryRead(out var element))
        {
            if (element.IsCritical)
            {
                return false;
            }
        }

        claim = new Claim(
            username, ownerKey.ToArray(), deviceKey.ToArray(), dataKey.ToArray(), DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds));
        return reader.Error == ParseError.None;
    }

    private static bool TryNext(ref TlvReader reader, uint type, out ReadOnlySpan<byte> value)
    {
        while (reader.TryRead(out var element))
        {
            if (element.Type == type)
            {
                value = element.Value;
                return true;
            }

            if (element.IsCritical)
            {
                break;
            }
        }

        value = default;
        return false;
    }
}
