using Hearth.Release;
using Hearth.Release.Bundles;
using Hearth.Tests.Identity;
using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>An update takes at most 16 MB of memory beside the process that carries it out, whatever it consists of.</summary>
public sealed class MemoryTests
{
    private const long Aim = 16_000_000;

    private static readonly BundleLimits Limits = new();

    [Fact]
    public void The_limits_add_up_to_less_than_the_aim() => Assert.InRange(Limits.MemoryBytes, 1, Aim);

    [Fact]
    public void What_the_largest_manifest_and_the_fullest_slots_take_is_within_what_the_limits_say()
    {
        var manifest = Largest();
        var encoded = manifest.Encode();
        Assert.InRange(encoded.Length, Limits.ManifestBytes * 9 / 10, Limits.ManifestBytes);
        var digests = Enumerable.Range(0, SlotInventory.MostChunks + 100).Select(DigestOf).ToArray();

        // More is allocated than is held: lists and tables grow by copying.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(BundleManifest.TryRead(encoded, Limits, out var read, out _));
        SlotInventory held = new();
        foreach (var digest in digests)
        {
            held.Add(ContentHash.From(digest), new SlotPlace(SlotSide.Running, SlotPart.Root, 0));
        }

        var plan = FetchPlan.Make(read, held);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(
            allocated, 1, Limits.MemoryBytes - BundleDelta.MostStoredBytes - DeltaPatch.MemoryBytes - ChunkCutter.MostBytes - HashTree.LengthFor(Limits.RootBytes));
        // One more for the tree.
        Assert.Equal(manifest.Root.Pieces.Count + manifest.Kernel.Pieces.Count + 1, plan.Steps.Count);
    }

    [Fact]
    public void Unpacking_allocates_its_buffers_the_tree_and_nothing_for_each_piece()
    {
        var old = TestRelease.Make("1.0.0", TestRelease.Noise(1, TestRelease.ProgramSize));
        var made = TestRelease.Make("1.0.1", TestRelease.Changed(TestRelease.Noise(1, TestRelease.ProgramSize), 100_000, 500));
        using var folder = new TemporaryFolder();
        PublishedFolder objects = new(folder.Path);
        var manifest = new BundleMaker(objects).Make("any/board", "1.0.1", made, [old]);
        var slots = new TestSlots().With(SlotSide.Running, old);
        Dictionary<string, byte[]> all = [];
        slots.Install(manifest, Fetch);

        var inventory = slots.Scan(manifest);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var unpacker = new BundleUnpacker(manifest, FetchPlan.Make(manifest, inventory), slots);
        for (var step = unpacker.Next(); step is not BundleStep.Done;)
        {
            step = step is BundleStep.Need need ? unpacker.Give(all[need.Wanted.Path]) : unpacker.Next();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 1, ChunkCutter.MostBytes + (64 * 1024) + HashTree.LengthFor(made.RootDataLength) + (64 * 1024));

        byte[] Fetch(BundleObject wanted) => all[wanted.Path] = objects.Read(wanted.Path);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(16, true)]
    [InlineData(17, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    [InlineData(24, false)]
    public void A_section_that_wants_to_look_back_further_is_not_begun(int windowBits, bool isTaken)
    {
        var packed = new byte[200];
        Assert.True(System.IO.Compression.BrotliEncoder.TryCompress(new byte[100], packed, out var size, 11, windowBits));

        Assert.Equal(isTaken, BrotliSection.HasSmallWindow(packed.AsSpan(0, size)));
    }

    private static BundleManifest Largest()
    {
        // Digest, length and stored length: 36 bytes each.
        var count = Limits.ManifestBytes / 37;
        const int Size = 3 * Blocks.Size;
        var root = Pieces(count * 4 / 5, 0, Size);
        var kernel = Pieces(count / 5, root.Count, Size);
        return new(
            "any/board", "1.0.0",
            new(SlotPart.Root, root[^1].End + HashTree.LengthFor(root[^1].End), ContentHash.Of([]), new byte[HashTree.SaltSize], root),
            new(SlotPart.Kernel, kernel[^1].End, ContentHash.Of([]), null, kernel),
            []);
    }

    private static List<BundlePiece> Pieces(int count, int first, int size) =>
        [.. Enumerable.Range(0, count).Select(i => new BundlePiece((long)i * size, size, ContentHash.From(DigestOf(first + i)), size))];

    private static byte[] DigestOf(int number)
    {
        var digest = new byte[ContentHash.Size];
        BitConverter.TryWriteBytes(digest, number * 0x9E3779B1);
        return digest;
    }
}
