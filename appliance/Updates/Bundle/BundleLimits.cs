using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>What a device takes at most.</summary>
public sealed record BundleLimits
{
    /// <summary>Of a bundle in one file: a full update twice over, with the deltas that others need.</summary>
    public const long MostFileBytes = 64 << 20;

    // With digests, lists and the table of the inventory; measured by a test.
    private const int BytesPerPiece = 240;
    private const int BytesPerHeldChunk = 280;

    /// <summary>Bytes of a manifest: some ten thousand chunks, of which full partitions of 200 MiB have two and a half thousand.</summary>
    public int ManifestBytes { get; init; } = 400_000;

    /// <summary>Bytes of the kernel's partition (image-builder/layout.sh).</summary>
    public long KernelBytes { get; init; } = 40L * 1024 * 1024;

    /// <summary>Bytes of the root's partition (image-builder/layout.sh).</summary>
    public long RootBytes { get; init; } = 160L * 1024 * 1024;

    /// <summary>
    /// Bytes of memory that carrying out an update takes at most: the manifest as it came and as it was read, with its plan,
    /// what the slots hold, the hash tree, and a delta with its object, or a chunk.
    /// </summary>
    public long MemoryBytes =>
        ManifestBytes + (ManifestBytes / ContentHash.Size * (long)BytesPerPiece)
        + (SlotInventory.MostChunks * (long)BytesPerHeldChunk)
        + HashTree.LengthFor(RootBytes)
        + BundleDelta.MostStoredBytes + DeltaPatch.MemoryBytes + ChunkCutter.MostBytes;

    /// <summary>The size of an image's partition.</summary>
    public long BytesOf(SlotPart image) => image == SlotPart.Kernel ? KernelBytes : RootBytes;
}
