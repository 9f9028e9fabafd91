using System.Buffers;
using Hearth.Protocol.Publications;

namespace Hearth.Protocol.Consumer;

/// <content>What is done with an answer.</content>
public sealed partial class Fetch
{
    private enum Check
    {
        Good,
        Wait,
        Bad,
    }

    private void Accept(int slot, in Data data)
    {
        if (slot == CertificateSlot)
        {
            AcceptCertificate(data);
        }
        else if (data.ContentType == ContentType.Nack)
        {
            AcceptNack(slot, data);
        }
        else if (slot < ManifestSlots)
        {
            AcceptSegment(slot, data);
        }
        else
        {
            Consider(slot, data);
        }
    }

    // Metadata, a packet found by prefix, or a segment of the manifest: all of these are judged by their signatures.
    private void Consider(int slot, in Data data)
    {
        switch (Judge(data))
        {
            case Check.Wait:
                held.Put(slot, data.Wire);
                break;
            case Check.Bad:
                Fail(FetchFailure.Untrusted);
                break;
            case Check.Good when slot == MetadataSlot:
                AcceptMetadata(data);
                break;
            case Check.Good when slot == PrefixSlot:
                AcceptFound(data);
                break;
            default:
                AcceptManifest(ManifestOf(slot), data);
                break;
        }
    }

    private Check Judge(in Data data)
    {
        switch (trust.Judge(data, out var wanted))
        {
            case TrustVerdict.NeedsCertificate:
                certificate ??= wanted;
                return Check.Wait;
            case TrustVerdict.IntegrityOnly:
                IsIntegrityOnly = true;
                return Check.Good;
            case TrustVerdict.Trusted:
                return Check.Good;
            default:
                return Check.Bad;
        }
    }

    private void AcceptCertificate(in Data data)
    {
        if (data.ContentType == ContentType.Nack)
        {
            GiveUpOnCertificate();
            return;
        }

        certificate = null;
        trust.Learn(data);
        Reconsider();
    }

    private void GiveUpOnCertificate()
    {
        var gone = certificate!;
        certificate = null;
        requests.Close(CertificateSlot);
        trust.GiveUpOn(gone);
        Reconsider();
    }

    // What waited for a certificate.
    private void Reconsider()
    {
        for (var slot = ManifestSlots; slot <= PrefixSlot && State != FetchState.Failed; slot++)
        {
            if (held.Has(slot))
            {
                Data.TryRead(held[slot], out var data, out _);
                held.Remove(slot);
                Consider(slot, data);
            }
        }

        Settle();
    }

    // A Nack that is provably somebody else's is ignored; for others no certificate is fetched, so that the answer is quick.
    private void AcceptNack(int slot, in Data data)
    {
        if (trust.Judge(data, out _) == TrustVerdict.Refused)
        {
            requests.SendAgain(slot);
            return;
        }

        if (slot is >= ManifestSlots and < MetadataSlot)
        {
            if (Metadata is not null)
            {
                Fail(FetchFailure.Inconsistent);
                return;
            }

            // There is no manifest: each segment is judged by itself.
            hasManifest = false;
        }
        else if (slot >= MetadataSlot || final is not null)
        {
            Fail(FetchFailure.NotPublished);
            return;
        }
        else
        {
            // Where the end is not known, some are asked for that do not exist.
            marks[slot] |= SegmentMarks.Absent;
        }

        Settle();
    }

    private void AcceptMetadata(in Data data)
    {
        seeksMetadata = false;
        if (!PublicationMetadata.TryRead(data.Content, out var metadata, out _))
        {
            seeksByPrefix = true;
            return;
        }

        if (!Name.IsPrefixOf(metadata.VersionedName))
        {
            Fail(FetchFailure.Inconsistent);
            return;
        }

        Metadata = metadata;
        final = (long?)metadata.FinalSegment;
        manifestFinal = (long?)metadata.ManifestFinalSegment;
        Stream(metadata.VersionedName, metadata.ManifestFinalSegment is not null);
    }

    // A segment of the newest version, or content in one packet.
    private void AcceptFound(in Data data)
    {
        if (IsOnePacket || !PublicationNames.TryGetSegment(data.Name, out var segment))
        {
            PutOut(data.Content);
            State = FetchState.Done;
            return;
        }

        var under = data.Name.Prefix(data.Name.Count - 1).ToName();
        Stream(under, options.ExpectsManifest && PublicationNames.TryGetVersion(under, out _));
        if (segment == 0)
        {
            nextToSend = 1;
            marks[0] = hasManifest ? SegmentMarks.None : SegmentMarks.Verified;
            AcceptSegment(0, data);
        }
    }

    private void AcceptManifest(long number, in Data data)
    {
        if (data.TryGetFinalSegment(out var last))
        {
            manifestFinal ??= (long)last;
        }

        if (manifest.TryAdd(number, number == manifestFinal, data.Content))
        {
            Settle();
        }
        else
        {
            Fail(FetchFailure.Inconsistent);
        }
    }

    private void AcceptSegment(int slot, in Data data)
    {
        switch (CheckSegment(slot, data))
        {
            case Check.Good when SegmentOf(slot) == next:
                PutOutSegment(data);
                Settle();
                break;
            case Check.Good:
                marks[slot] |= SegmentMarks.Verified;
                held.Put(slot, data.Wire);
                break;
            case Check.Wait:
                held.Put(slot, data.Wire);
                break;
            default:
                break;
        }
    }

    // Puts out what is next for as long as it is there.
    private void Settle()
    {
        while (State == FetchState.Streaming)
        {
            var slot = (int)(next % MostSegments);
            if ((marks[slot] & SegmentMarks.Absent) != 0 && next < nextToSend)
            {
                Fail(FetchFailure.NotPublished);
                return;
            }

            if (next >= nextToSend || !held.Has(slot))
            {
                return;
            }

            Data.TryRead(held[slot], out var data, out _);
            switch (CheckSegment(slot, data))
            {
                case Check.Good:
                    held.Remove(slot);
                    PutOutSegment(data);
                    break;
                case Check.Bad:
                    held.Remove(slot);
                    return;
                default:
                    return;
            }
        }
    }

    private Check CheckSegment(int slot, in Data data)
    {
        if ((marks[slot] & SegmentMarks.Verified) != 0)
        {
            return Check.Good;
        }

        if (!hasManifest)
        {
            var judged = Judge(data);
            if (judged == Check.Bad)
            {
                Fail(FetchFailure.Untrusted);
            }

            return judged;
        }

        var segment = SegmentOf(slot);
        var digest = manifest.Of(segment);
        if (digest.IsEmpty)
        {
            if (manifest.PerSegment > 0 && manifest.Has(manifest.NumberFor(segment)))
            {
                Fail(FetchFailure.Inconsistent);
                return Check.Bad;
            }

            return Check.Wait;
        }

        if (data.MatchesImplicitDigest(digest))
        {
            return Check.Good;
        }

        // Another packet under this name, from a cache perhaps: the digest in the Interest's name leaves no choice.
        if ((marks[slot] & SegmentMarks.ByDigest) != 0)
        {
            Fail(FetchFailure.WrongSegment);
        }
        else
        {
            marks[slot] |= SegmentMarks.ByDigest;
            requests.SendAgain(slot);
        }

        return Check.Bad;
    }

    private void PutOutSegment(in Data data)
    {
        PutOut(data.Content);
        if (data.TryGetFinalSegment(out var last))
        {
            final ??= (long)last;
        }

        marks[next % MostSegments] = SegmentMarks.None;
        next++;
        if (final is { } end && next > end)
        {
            State = FetchState.Done;
        }
    }

    private void PutOut(ReadOnlySpan<byte> content)
    {
        output.Write(content);
        ContentBytes += content.Length;
    }
}
