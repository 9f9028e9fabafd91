using Hearth.Protocol;
using Hearth.Protocol.Publications;
using Hearth.Protocol.Signing;

namespace Hearth.Repo.Publishing;

/// <summary>
/// Where the packets of one version are: each in a slot of <see cref="Stride"/> bytes, content first, the manifest
/// after it. A slot is as long as the longest packet can be, which wastes a few bytes each and spares an index:
/// packet N starts at N × stride, and its own length says where it ends.
/// </summary>
/// <param name="Stride">Bytes of a slot.</param>
/// <param name="Payload">Bytes of content in each segment but the last.</param>
/// <param name="Segments">Slots of content.</param>
/// <param name="ManifestSegments">Slots of the manifest.</param>
internal readonly record struct PacketLayout(int Stride, int Payload, long Segments, long ManifestSegments)
{
    /// <summary>
    /// Content of a packet: as ndn-cxx's and NDNts's tools have it, and with the name, the key's name and the
    /// signature still under <see cref="PacketLimits.MaxPacketSize"/>.
    /// </summary>
    public const int PreferredPayload = 8000;

    // Below this, names would be most of what is sent.
    private const int SmallestPayload = 4000;

    // What DataBuilder wants to have left beyond the packet itself.
    private const int BuilderSlack = 4;

    /// <summary>Digests in each segment of the manifest but the last.</summary>
    public int DigestsPerManifestSegment => Payload / PublicationNames.ManifestDigestSize;

    /// <summary>Bytes of all slots.</summary>
    public long PacketBytes => (Segments + ManifestSegments) * Stride;

    /// <summary>Bytes of the file.</summary>
    public long FileBytes => PacketBytes + PacketFileTrailer.Size;

    /// <summary>Plans a version of <paramref name="size"/> bytes; false when its name leaves too little room for content.</summary>
    public static bool TryPlan(Name versionedName, Signer signer, long size, out PacketLayout layout)
    {
        layout = default;
        // The longest numbers that can occur, before it is known how many segments there are.
        var probe = new DataBuilder(versionedName.AppendKeyword(PublicationNames.Manifest).AppendSegment(uint.MaxValue))
        {
            FreshnessPeriod = PacketFileWriter.Freshness,
            FinalSegment = uint.MaxValue,
            Content = new byte[SmallestPayload],
        };
        Span<byte> packet = stackalloc byte[2 * PacketLimits.MaxPacketSize];
        if (versionedName.Value.Length + (signer.KeyLocator?.Value.Length ?? 0) > PacketLimits.MaxPacketSize - SmallestPayload)
        {
            return false;
        }

        var overhead = probe.WriteTo(packet, new LongestSignature(signer)) - SmallestPayload + BuilderSlack;
        var payload = Math.Min(PreferredPayload, PacketLimits.MaxPacketSize - overhead);
        payload -= payload % PublicationNames.ManifestDigestSize;
        if (payload < SmallestPayload)
        {
            return false;
        }

        var segments = Math.Max(1, (size + payload - 1) / payload);
        var perManifest = payload / PublicationNames.ManifestDigestSize;
        // A small file has small slots.
        var largest = Math.Max(Math.Min(payload, size), Math.Min(perManifest, segments) * PublicationNames.ManifestDigestSize);
        layout = new PacketLayout((int)largest + overhead, payload, segments, (segments + perManifest - 1) / perManifest);
        return segments <= uint.MaxValue;
    }

    private sealed class LongestSignature(Signer signer) : Signer
    {
        public override SignatureType Type => signer.Type;

        public override Name? KeyLocator => signer.KeyLocator;

        public override int MaxSignatureSize => signer.MaxSignatureSize;

        public override int Sign(ReadOnlySpan<byte> portion, Span<byte> signature) => MaxSignatureSize;
    }
}
