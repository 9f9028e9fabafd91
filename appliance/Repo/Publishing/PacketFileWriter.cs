using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Publications;
using Hearth.Protocol.Signing;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Repo.Publishing;

/// <summary>Cuts content into signed packets and writes them to their slots. Holds about a megabyte, whatever the size.</summary>
internal sealed class PacketFileWriter(SafeFileHandle file, Name versionedName, PacketLayout layout, Signer signer)
{
    /// <summary>
    /// Packets of a version never change, yet one that a MustBeFresh Interest without a version finds may be of an
    /// older version: ndn-cxx's ndnputchunks says 10 s too.
    /// </summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    // About a megabyte for each write.
    private const int SegmentsPerWrite = 128;

    private readonly byte[] content = new byte[SegmentsPerWrite * layout.Payload];
    private readonly byte[] packets = new byte[SegmentsPerWrite * layout.Stride];
    private readonly byte[] manifest = new byte[layout.Payload];
    private readonly Name manifestName = versionedName.AppendKeyword(PublicationNames.Manifest);
    private int manifestSize;
    private long manifestSegment;
    private long segment;

    /// <summary>Writes <paramref name="size"/> bytes of <paramref name="source"/> and returns their SHA-256.</summary>
    /// <exception cref="EndOfStreamException">The source has fewer bytes, or more.</exception>
    public async Task<byte[]> WriteAsync(Stream source, long size, CancellationToken cancel)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var left = size;
        do
        {
            var wanted = (int)Math.Min(content.Length, left);
            var got = await source.ReadAtLeastAsync(content.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
            if (got < wanted)
            {
                throw new EndOfStreamException($"The content ended {left - got} bytes before the size that was announced.");
            }

            left -= got;
            digest.AppendData(content, 0, got);
            WriteSegments(content.AsMemory(0, got));
        }
        while (left > 0);

        if (await source.ReadAsync(content.AsMemory(0, 1), cancel).ConfigureAwait(false) > 0)
        {
            throw new EndOfStreamException("The content is longer than the size that was announced.");
        }

        WriteTrailer();
        return digest.GetHashAndReset();
    }

    private void WriteSegments(ReadOnlyMemory<byte> payloads)
    {
        Array.Clear(packets);
        var first = segment;
        var used = 0;
        do
        {
            var payload = payloads[..Math.Min(layout.Payload, payloads.Length)];
            payloads = payloads[payload.Length..];
            var size = WritePacket(versionedName, segment, layout.Segments, payload, packets.AsSpan(used, layout.Stride));
            AddToManifest(packets.AsSpan(used, size));
            used += layout.Stride;
            segment++;
        }
        while (!payloads.IsEmpty);

        RandomAccess.Write(file, packets.AsSpan(0, used), first * layout.Stride);
    }

    private void AddToManifest(ReadOnlySpan<byte> packet)
    {
        SHA256.HashData(packet, manifest.AsSpan(manifestSize));
        manifestSize += PublicationNames.ManifestDigestSize;
        if (manifestSize < manifest.Length && segment < layout.Segments - 1)
        {
            return;
        }

        Span<byte> slot = stackalloc byte[PacketLimits.MaxPacketSize];
        slot = slot[..layout.Stride];
        slot.Clear();
        WritePacket(manifestName, manifestSegment, layout.ManifestSegments, manifest.AsMemory(0, manifestSize), slot);
        RandomAccess.Write(file, slot, (layout.Segments + manifestSegment) * layout.Stride);
        manifestSize = 0;
        manifestSegment++;
    }

    private int WritePacket(Name prefix, long number, long count, ReadOnlyMemory<byte> payload, Span<byte> slot) =>
        new DataBuilder(prefix.AppendSegment((ulong)number))
        {
            FreshnessPeriod = Freshness,
            FinalSegment = (ulong)(count - 1),
            Content = payload,
        }.WriteTo(slot, signer);

    private void WriteTrailer()
    {
        Span<byte> trailer = stackalloc byte[PacketFileTrailer.Size];
        PacketFileTrailer.Write(trailer, layout, versionedName);
        RandomAccess.Write(file, trailer, layout.PacketBytes);
    }
}
