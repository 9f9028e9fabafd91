using Hearth.Protocol.Publications;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Consumer;

/// <content>What is asked for next, and which Interest an answer belongs to.</content>
public sealed partial class Fetch
{
    private long FirstManifest => manifest.NumberFor(next);

    private bool TryChoose(out int slot) =>
        requests.TryTakeLost(out slot)
        || TryChooseCertificate(out slot)
        || (State == FetchState.Discovering ? TryChooseDiscovery(out slot) : TryChooseManifest(out slot) || TryChooseSegment(out slot));

    private bool TryChooseCertificate(out int slot)
    {
        slot = CertificateSlot;
        return certificate is not null && !requests.IsOpen(CertificateSlot);
    }

    private bool TryChooseDiscovery(out int slot)
    {
        slot = MetadataSlot;
        if (seeksMetadata && IsIdle(slot))
        {
            return true;
        }

        slot = PrefixSlot;
        return seeksByPrefix && IsIdle(slot);
    }

    // The manifest goes one segment ahead of the segments that it names.
    private bool TryChooseManifest(out int slot)
    {
        slot = 0;
        var wanted = manifest.PerSegment == 0 ? 0 : Math.Min(manifest.NumberFor(nextToSend) + 1, FirstManifest + ManifestDigests.Capacity - 1);
        if (!hasManifest || nextManifestToSend > wanted || nextManifestToSend > manifestFinal)
        {
            return false;
        }

        slot = ManifestSlots + (int)(nextManifestToSend++ % ManifestDigests.Capacity);
        return true;
    }

    private bool TryChooseSegment(out int slot)
    {
        slot = (int)(nextToSend % MostSegments);
        // Where the end is not known, the first segment says it, or at least that there are segments.
        var last = final ?? (next > 0 ? long.MaxValue : 0);
        if (nextToSend > last || nextToSend >= next + MostSegments
            || (hasManifest && manifest.NumberFor(nextToSend) >= FirstManifest + ManifestDigests.Capacity - 1))
        {
            return false;
        }

        marks[slot] = SegmentMarks.None;
        nextToSend++;
        return true;
    }

    private bool IsIdle(int slot) => !requests.IsOpen(slot) && !held.Has(slot);

    private int WriteInterest(int slot, Span<byte> destination)
    {
        switch (slot)
        {
            case MetadataSlot:
                return interests.WriteDiscovery(destination, Name.AppendKeyword(PublicationNames.Metadata), fresh: !takesOld);
            case PrefixSlot:
                return IsOnePacket ? interests.Write(destination, Name) : interests.WriteDiscovery(destination, Name, fresh: !takesOld);
            case CertificateSlot:
                return interests.WriteDiscovery(destination, certificate!, fresh: !takesOld);
            case >= ManifestSlots:
                return interests.WriteSegment(destination, manifestPrefix, (ulong)ManifestOf(slot), []);
            default:
                var segment = SegmentOf(slot);
                var digest = (marks[slot] & SegmentMarks.ByDigest) != 0 ? manifest.Of(segment) : [];
                return interests.WriteSegment(destination, prefix, (ulong)segment, digest);
        }
    }

    // Numbers of one slot are a whole ring apart, and never two of them open.
    private long SegmentOf(int slot) => next + Modulo(slot - next, MostSegments);

    private long ManifestOf(int slot) =>
        FirstManifest + Modulo(slot - ManifestSlots - FirstManifest, ManifestDigests.Capacity);

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    private bool TryFindSlot(NameView name, out int slot)
    {
        slot = SlotFor(name);
        return slot >= 0 && requests.IsOpen(slot);
    }

    private int SlotFor(NameView name)
    {
        if (certificate is not null && certificate.IsPrefixOf(name))
        {
            return CertificateSlot;
        }

        if (State == FetchState.Discovering)
        {
            // Metadata's name starts with the name as well.
            return !Name.IsPrefixOf(name) ? -1
                : name.Count > Name.Count && name[Name.Count].IsKeyword(PublicationNames.MetadataKeyword) ? MetadataSlot
                : PrefixSlot;
        }

        if (!PublicationNames.TryGetSegment(name, out var number) || number > long.MaxValue)
        {
            return -1;
        }

        if (name.Count == prefix.Count + 1 && prefix.IsPrefixOf(name))
        {
            return (long)number >= next && (long)number < nextToSend ? (int)(number % MostSegments) : -1;
        }

        return name.Count == manifestPrefix.Count + 1 && manifestPrefix.IsPrefixOf(name)
            && (long)number >= FirstManifest && (long)number < nextManifestToSend
            ? ManifestSlots + (int)(number % ManifestDigests.Capacity)
            : -1;
    }

    private static NameView WithoutDigest(NameView name) =>
        name.Last.Type == TlvType.ImplicitSha256DigestComponent ? name.Prefix(name.Count - 1) : name;
}
