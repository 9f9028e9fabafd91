using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Publications;

/// <summary>
/// What is said of a name's newest version: the content of the Data that answers <c>NAME/32=metadata</c> (Realtime
/// Data Retrieval, RDR, as in ndn-cxx and NDNts). The versioned name comes first; what follows is optional, with
/// ndn6-file-server's numbers where it has them, and ignored by consumers that do not know it.
/// </summary>
public sealed record PublicationMetadata(Name VersionedName)
{
    private const uint SegmentSizeType = 0xf500;
    private const uint SizeType = 0xf502;
    private const uint ModeType = 0xf504;
    private const uint ModificationTimeType = 0xf50c;
    private const uint ContentDigestType = 0xfa00;
    private const uint MediaTypeType = 0xfa02;
    private const uint ManifestFinalSegmentType = 0xfa04;

    // S_IFREG, which ndn6-file-server's consumers look for, and rw-r--r--.
    private const ulong RegularFile = 0x8000 | 0x1a4;

    private const int DigestSize = 32;

    // Type and subtype of at most 127 characters each (RFC 6838, section 4.2).
    private const int MaxMediaTypeSize = 255;

    /// <summary>Number of the last segment.</summary>
    public ulong? FinalSegment { get; init; }

    /// <summary>Bytes of content in every segment but the last.</summary>
    public ulong? SegmentSize { get; init; }

    /// <summary>Bytes of content in all.</summary>
    public ulong? Size { get; init; }

    /// <summary>When it was published, as nanoseconds since 1970.</summary>
    public ulong? ModificationTime { get; init; }

    /// <summary>SHA-256 of the whole content; empty when not said.</summary>
    public ReadOnlyMemory<byte> ContentDigest { get; init; }

    /// <summary>Media type, such as <c>image/jpeg</c>.</summary>
    public string? MediaType { get; init; }

    /// <summary>Number of the manifest's last segment; null when there is no manifest.</summary>
    public ulong? ManifestFinalSegment { get; init; }

    /// <summary>Writes the content of the metadata Data and returns its size.</summary>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    public int WriteTo(Span<byte> destination)
    {
        var writer = new TlvWriter(destination);
        writer.WriteName(VersionedName);
        if (FinalSegment is { } last)
        {
            var finalBlockId = writer.Begin(TlvType.FinalBlockId);
            writer.WriteNumber(TlvType.SegmentNameComponent, last);
            writer.End(finalBlockId);
        }

        WriteOptional(ref writer, SegmentSizeType, SegmentSize);
        WriteOptional(ref writer, SizeType, Size);
        if (Size is not null)
        {
            writer.WriteNumber(ModeType, RegularFile);
        }

        WriteOptional(ref writer, ModificationTimeType, ModificationTime);
        if (!ContentDigest.IsEmpty)
        {
            writer.Write(ContentDigestType, ContentDigest.Span);
        }

        if (MediaType is not null)
        {
            writer.WriteText(MediaTypeType, MediaType);
        }

        WriteOptional(ref writer, ManifestFinalSegmentType, ManifestFinalSegment);
        return writer.Length;
    }

    /// <summary>
    /// Reads the content of a metadata Data. Only the name must be there; of what follows, a field that is out of the
    /// order of its number, or there twice, is left alone.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> content, [NotNullWhen(true)] out PublicationMetadata? metadata, out ParseError error)
    {
        metadata = null;
        var lastType = 0u;
        var reader = new TlvReader(content);
        while (reader.TryRead(out var element))
        {
            if (metadata is not null)
            {
                metadata = element.Type > lastType ? metadata.With(element) : metadata;
                lastType = Math.Max(lastType, element.Type);
            }
            else if (element.Type == TlvType.Name)
            {
                if (!Name.TryRead(element.Value, out var name, out error))
                {
                    return false;
                }

                metadata = new PublicationMetadata(name);
            }
        }

        error = reader.Error != ParseError.None ? reader.Error
            : metadata is null ? ParseError.MissingElement
            : ParseError.None;
        return error == ParseError.None;
    }

    // An optional field that is not as expected is some other application's, and left alone.
    private PublicationMetadata With(TlvElement element)
    {
        switch (element.Type)
        {
            case TlvType.FinalBlockId:
                return TlvElement.TryRead(element.Value, out var component, out _)
                    && component.Type == TlvType.SegmentNameComponent && component.TryGetNumber(out var last)
                    ? this with { FinalSegment = last }
                    : this;
            case SegmentSizeType when element.TryGetNumber(out var number):
                return this with { SegmentSize = number };
            case SizeType when element.TryGetNumber(out var number):
                return this with { Size = number };
            case ModificationTimeType when element.TryGetNumber(out var number):
                return this with { ModificationTime = number };
            case ContentDigestType when element.Value.Length == DigestSize:
                return this with { ContentDigest = element.Value.ToArray() };
            case MediaTypeType when element.Value.Length <= MaxMediaTypeSize && Ascii.IsValid(element.Value):
                return this with { MediaType = Encoding.ASCII.GetString(element.Value) };
            case ManifestFinalSegmentType when element.TryGetNumber(out var number):
                return this with { ManifestFinalSegment = number };
            default:
                return this;
        }
    }

    private static void WriteOptional(ref TlvWriter writer, uint type, ulong? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(type, value);
        }
    }
}
