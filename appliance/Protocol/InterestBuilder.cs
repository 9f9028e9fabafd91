using System.Buffers.Binary;
using System.Security.Cryptography;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol;

/// <summary>
/// Makes Interests (NDN Packet Format v0.3, "Interest Packet" and "Signed Interest"). Nonce and signature fields come
/// from the caller: the protocol has no randomness and no clock of its own.
/// </summary>
public sealed class InterestBuilder(Name name)
{
    /// <summary>The name, without a parameters digest: that is added.</summary>
    public Name Name { get; init; } = name;

    /// <summary>Whether Data with a longer name may answer.</summary>
    public bool CanBePrefix { get; init; }

    /// <summary>Whether stale Data from a cache may not answer.</summary>
    public bool MustBeFresh { get; init; }

    /// <summary>Delegations, most preferred first.</summary>
    public IReadOnlyList<Name> ForwardingHint { get; init; } = [];

    /// <summary>The nonce; null leaves the element out.</summary>
    public uint? Nonce { get; init; }

    /// <summary>How long the Interest is pending, in whole milliseconds; null leaves the element out (4 s).</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Hops left; null leaves the element out.</summary>
    public byte? HopLimit { get; init; }

    /// <summary>ApplicationParameters; null leaves the element out, unless the Interest is signed.</summary>
    public ReadOnlyMemory<byte>? ApplicationParameters { get; init; }

    /// <summary>Encodes the packet.</summary>
    /// <exception cref="ArgumentException">It would be larger than <see cref="PacketLimits.MaxPacketSize"/>.</exception>
    public byte[] Build() => Build(null, default);

    /// <summary>Signs and encodes the packet.</summary>
    /// <param name="signer">Signs; null leaves the Interest unsigned.</param>
    /// <param name="freshness">Nonce, time or sequence number that make the signature unique.</param>
    /// <exception cref="ArgumentException">It would be larger than <see cref="PacketLimits.MaxPacketSize"/>.</exception>
    public byte[] Build(Signer? signer, SignatureFreshness freshness)
    {
        Span<byte> buffer = stackalloc byte[PacketLimits.MaxPacketSize];
        Span<byte> parameters = stackalloc byte[PacketLimits.MaxPacketSize];
        var parametersSize = WriteParameters(parameters, signer, freshness);
        var writer = new TlvWriter(buffer);
        var packet = writer.Begin(TlvType.Interest);
        writer.WriteName(parametersSize == 0 ? Name : WithDigest(parameters[..parametersSize]));
        WriteSelectors(ref writer);
        writer.WriteRaw(parameters[..parametersSize]);
        writer.End(packet);
        return writer.Written.ToArray();
    }

    private Name WithDigest(ReadOnlySpan<byte> parameters)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(parameters, digest);
        return Name.Append(TlvType.ParametersSha256DigestComponent, digest);
    }

    private void WriteSelectors(ref TlvWriter writer)
    {
        if (CanBePrefix)
        {
            writer.WriteEmpty(TlvType.CanBePrefix);
        }

        if (MustBeFresh)
        {
            writer.WriteEmpty(TlvType.MustBeFresh);
        }

        if (ForwardingHint.Count > 0)
        {
            var hint = writer.Begin(TlvType.ForwardingHint);
            foreach (var delegation in ForwardingHint)
            {
                writer.WriteName(delegation);
            }

            writer.End(hint);
        }

        if (Nonce is { } nonce)
        {
            Span<byte> encoded = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(encoded, nonce);
            writer.Write(TlvType.Nonce, encoded);
        }

        if (Lifetime is { } lifetime)
        {
            writer.WriteNumber(TlvType.InterestLifetime, Milliseconds.FromTimeSpan(lifetime));
        }

        if (HopLimit is { } hopLimit)
        {
            writer.Write(TlvType.HopLimit, [hopLimit]);
        }
    }

    private int WriteParameters(Span<byte> buffer, Signer? signer, SignatureFreshness freshness)
    {
        if (signer is null && ApplicationParameters is null)
        {
            return 0;
        }

        var writer = new TlvWriter(buffer);
        writer.Write(TlvType.ApplicationParameters, (ApplicationParameters ?? default).Span);
        if (signer is null)
        {
            return writer.Length;
        }

        var info = writer.Begin(TlvType.InterestSignatureInfo);
        SignatureInfoWriter.WriteTypeAndLocator(ref writer, signer);
        freshness.WriteTo(ref writer);
        writer.End(info);

        Span<byte> portion = stackalloc byte[Name.Value.Length + writer.Length];
        Name.Value.CopyTo(portion);
        writer.Written.CopyTo(portion[Name.Value.Length..]);
        Span<byte> signature = stackalloc byte[signer.MaxSignatureSize];
        writer.Write(TlvType.InterestSignatureValue, signature[..signer.Sign(portion, signature)]);
        return writer.Length;
    }
}
