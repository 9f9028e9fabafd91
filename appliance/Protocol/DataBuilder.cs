using Hearth.Protocol.Certificates;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol;

/// <summary>Makes Data packets (NDN Packet Format v0.3, "Data Packet").</summary>
public sealed class DataBuilder(Name name)
{
    /// <summary>The name.</summary>
    public Name Name { get; init; } = name;

    /// <summary>What the content is.</summary>
    public ContentType ContentType { get; init; }

    /// <summary>How long a cache may call it fresh, in whole milliseconds; null leaves the element out.</summary>
    public TimeSpan? FreshnessPeriod { get; init; }

    /// <summary>Number of the last segment; null leaves the element out.</summary>
    public ulong? FinalSegment { get; init; }

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>When a certificate holds; null leaves the element out.</summary>
    public ValidityPeriod? Validity { get; init; }

    /// <summary>Signs and encodes the packet.</summary>
    /// <exception cref="ArgumentException">It would be larger than <see cref="PacketLimits.MaxPacketSize"/>.</exception>
    public byte[] Build(Signer signer)
    {
        Span<byte> buffer = stackalloc byte[PacketLimits.MaxPacketSize];
        return buffer[..WriteTo(buffer, signer)].ToArray();
    }

    /// <summary>Signs and encodes the packet into <paramref name="buffer"/> and returns its size.</summary>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public int WriteTo(Span<byte> buffer, Signer signer)
    {
        // The signature, and the packet's own length when it takes more than the one byte that Begin leaves for it.
        var room = TlvWriter.SizeOfElement(TlvType.SignatureValue, signer.MaxSignatureSize)
            + TlvWriter.SizeOfNumber((uint)buffer.Length) - 1;
        var writer = new TlvWriter(buffer);
        var packet = writer.Begin(TlvType.Data);
        var signedStart = writer.Length;
        writer.WriteName(Name);
        WriteMetaInfo(ref writer);
        writer.Write(TlvType.Content, Content.Span);
        WriteSignatureInfo(ref writer, signer);
        if (buffer.Length - writer.Length < room)
        {
            throw new ArgumentException($"The packet {Name} is larger than {buffer.Length} bytes.", nameof(buffer));
        }

        Span<byte> signature = stackalloc byte[signer.MaxSignatureSize];
        var size = signer.Sign(writer.Written[signedStart..], signature);
        writer.Write(TlvType.SignatureValue, signature[..size]);
        writer.End(packet);
        return writer.Length;
    }

    private void WriteMetaInfo(ref TlvWriter writer)
    {
        if (ContentType == ContentType.Blob && FreshnessPeriod is null && FinalSegment is null)
        {
            return;
        }

        var metaInfo = writer.Begin(TlvType.MetaInfo);
        if (ContentType != ContentType.Blob)
        {
            writer.WriteNumber(TlvType.ContentType, (ulong)ContentType);
        }

        if (FreshnessPeriod is { } freshness)
        {
            writer.WriteNumber(TlvType.FreshnessPeriod, Milliseconds.FromTimeSpan(freshness));
        }

        if (FinalSegment is { } segment)
        {
            var finalBlockId = writer.Begin(TlvType.FinalBlockId);
            writer.WriteNumber(TlvType.SegmentNameComponent, segment);
            writer.End(finalBlockId);
        }

        writer.End(metaInfo);
    }

    private void WriteSignatureInfo(ref TlvWriter writer, Signer signer)
    {
        var info = writer.Begin(TlvType.SignatureInfo);
        SignatureInfoWriter.WriteTypeAndLocator(ref writer, signer);
        Validity?.WriteTo(ref writer);
        writer.End(info);
    }
}
