using System.IO.Compression;
using System.Text;
using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;
using Hearth.Updates.Tuf;

namespace Hearth.Tests.Fuzz.Parsers;

/// <summary>Parser of what an update's repository publishes: read before any signature is checked.</summary>
internal static class UpdateParsers
{
    private const int MostBytes = 2200;

    // A value of JSON takes at least two bytes of text, and some two hundred of memory as a value, a field and canonical text.
    private const int MostMemory = MostBytes / 2 * 200;

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("TUF metadata", "appliance/Updates/Tuf/Metadata.cs", ReadMetadata, Corpus) { AllocationLimit = MostMemory, InputLimit = MostBytes },
        new("Bundle manifest", "appliance/Updates/Bundle/ManifestReader.cs", ReadManifest, Manifests) { AllocationLimit = MostBytes * 100, InputLimit = MostBytes },
        new("Bundle delta", "appliance/Updates/Bundle/DeltaPatch.cs", ReadDelta, Deltas) { AllocationLimit = 128 * 1024, InputLimit = MostBytes },
    ];

    private static byte[][] Corpus =>
    [
        Envelope(""" "_type":"root","consistent_snapshot":true,"keys":{"aa":{"keytype":"ed25519","scheme":"ed25519","keyval":{"public":"00"}}},"roles":{"root":{"keyids":["aa"],"threshold":1},"timestamp":{"keyids":["aa"],"threshold":2},"snapshot":{"keyids":[],"threshold":1},"targets":{"keyids":["aa","bb"],"threshold":1}} """),
        Envelope(""" "_type":"timestamp","x-hearth-issued":"2026-06-01T12:00:00Z","meta":{"snapshot.json":{"version":7,"length":1200,"hashes":{"sha256":"00ff","sha512":"AB"}}} """),
        Envelope(""" "_type":"snapshot","meta":{"targets.json":{"version":7},"a b.json":{"version":8,"length":9}} """),
        Envelope(""" "_type":"targets","targets":{"folder/image":{"length":0,"hashes":{"sha256":"00"},"custom":{"wave":[1,-5,null,true,"\u00e9\ud83d\udc1d\"\\"]}}},"delegations":{"keys":{"aa":{"keytype":"rsa","scheme":"rsassa-pss-sha256","keyval":{"public":"-----BEGIN"}}},"roles":[{"name":"boards","keyids":["aa"],"threshold":1,"terminating":true,"paths":["*.img","x/[a-c]?"]},{"name":"bins","keyids":[],"threshold":1,"path_hash_prefixes":["0a"]}]} """),
    ];

    private static byte[][] Manifests
    {
        get
        {
            var hash = ContentHash.Of([1]);
            var chunk = new BundlePiece(0, 5 * Blocks.Size, hash, 700);
            var zeros = new BundlePiece(chunk.End, 300 * Blocks.Size, null, 0);
            var kernel = new BundleImage(SlotPart.Kernel, zeros.End, hash, null, [chunk, zeros]);
            var root = new BundleImage(SlotPart.Root, chunk.End + HashTree.LengthFor(chunk.End), hash, new byte[HashTree.SaltSize], [chunk]);
            var delta = new BundleDelta(SlotPart.Root, Blocks.Size, Blocks.Size, hash, 0, chunk.End, hash, 900, hash);
            return
            [
                new BundleManifest("generic/pc-x86-64", "0.2.0", root, kernel, [delta, delta]).Encode(),
                new BundleManifest("a", "b", root, kernel with { Pieces = [zeros with { Offset = 0, Length = zeros.End }] }, []).Encode(),
            ];
        }
    }

    // Layouts of an addition and an insertion, without a program and with one, then their bytes: as Brotli, which the
    // mutations break.
    private static byte[][] Deltas =>
    [
        Delta([0, 1, 0, 50, 50]),
        Delta([0, 2, 20, 10, 1, 10, 0, 80]),
        Delta([1, 1, 0, 64, 100, 0, 80, 1, 1, 1, 0, 50, 50]),
        Delta([1, 1, 0, 64, 100, 0, 80, 4, 1, 2, 20, 10, 1, 10, 0, 80]),
    ];

    private static byte[] Delta(byte[] layout)
    {
        byte[][] sections = [Compress(layout), Compress(new byte[60]), Compress([.. Enumerable.Range(0, 80).Select(i => (byte)i)])];
        return [.. DeltaPatch.Magic, .. sections.Select(section => (byte)section.Length), .. sections.SelectMany(section => section)];
    }

    private static byte[] Compress(byte[] content)
    {
        var output = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        return BrotliEncoder.TryCompress(content, output, out var size, quality: 4, BrotliSection.MostWindowBits) ? output[..size] : throw new InvalidOperationException("Brotli does not keep to its own bound.");
    }

    private static bool ReadManifest(ReadOnlySpan<byte> input) => BundleManifest.TryRead(input, new BundleLimits(), out _, out _);

    private static bool ReadDelta(ReadOnlySpan<byte> input)
    {
        var hash = ContentHash.Of([]);
        var delta = new BundleDelta(SlotPart.Root, 0, 100, hash, 0, 100, hash, input.Length, hash);
        if (!DeltaPatch.TryOpen(delta, input.ToArray(), new NoSlots(), out var patch))
        {
            return false;
        }

        using (patch)
        {
            var (made, buffer) = (0, new byte[64]);
            while (patch.TryRead(buffer, out var size))
            {
                made += size;
                if (size == 0)
                {
                    return made == delta.NewLength;
                }
            }

            return false;
        }
    }

    private sealed class NoSlots : ISlotReader
    {
        public bool TryRead(SlotSide side, SlotPart image, long offset, Span<byte> buffer) => offset >= 0 && offset + buffer.Length <= 100;
    }

    private static byte[] Envelope(string fields) => Encoding.UTF8.GetBytes(
        $$"""{"signatures":[{"keyid":"aa","sig":"00ff"},{"keyid":"bb","sig":""}],"signed":{"spec_version":"1.0.31","version":7,"expires":"2030-01-01T00:00:00Z",{{fields}} } }""");

    private static bool ReadMetadata(ReadOnlySpan<byte> input)
    {
        var isRead = Metadata.TryRead("input", input, MostBytes, out var metadata, out _);
        if (metadata is TargetsMetadata targets)
        {
            foreach (var delegation in targets.Delegations)
            {
                delegation.Covers("x/b1");
            }
        }

        return isRead;
    }
}
