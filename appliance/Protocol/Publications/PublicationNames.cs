using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Publications;

/// <summary>
/// How the packets of a published name are called: <c>NAME/v=…/seg=…</c> for content, <c>NAME/v=…/32=manifest/seg=…</c>
/// for the digests of those, <c>NAME/32=metadata</c> for which version is the newest.
/// </summary>
public static class PublicationNames
{
    /// <summary>Keyword that asks for metadata (RDR).</summary>
    public const string Metadata = "metadata";

    /// <summary>Keyword before the manifest's segments.</summary>
    public const string Manifest = "manifest";

    /// <summary>Bytes of one implicit digest in a manifest: they follow one another in the order of the segments.</summary>
    public const int ManifestDigestSize = 32;

    /// <summary>The keyword <see cref="Metadata"/> as a component's value.</summary>
    public static ReadOnlySpan<byte> MetadataKeyword => "metadata"u8;

    /// <summary>The keyword <see cref="Manifest"/> as a component's value.</summary>
    public static ReadOnlySpan<byte> ManifestKeyword => "manifest"u8;

    /// <summary>Whether the last component is a version, and which.</summary>
    public static bool TryGetVersion(NameView name, out ulong version)
    {
        version = 0;
        return name.Count > 0 && name.Last.TryGetNumber(TlvType.VersionNameComponent, out version);
    }

    /// <summary>Whether the last component is a segment, and which.</summary>
    public static bool TryGetSegment(NameView name, out ulong segment)
    {
        segment = 0;
        return name.Count > 0 && name.Last.TryGetNumber(TlvType.SegmentNameComponent, out segment);
    }
}
