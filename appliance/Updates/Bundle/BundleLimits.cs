using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>What a device takes at most.</summary>
public sealed record BundleLimits
{
    /// <summary>Bytes of a manifest: some 25 thousand chunks, of which a full partition of 160 MiB has two thousand.</summary>
    public int ManifestBytes { get; init; } = 1_000_000;

    /// <summary>Bytes of the kernel's partition (image-builder/layout.sh).</summary>
    public long KernelBytes { get; init; } = 40L * 1024 * 1024;

    /// <summary>Bytes of the root's partition (image-builder/layout.sh).</summary>
    public long RootBytes { get; init; } = 160L * 1024 * 1024;

    /// <summary>The size of an image's partition.</summary>
    public long BytesOf(SlotPart image) => image == SlotPart.Kernel ? KernelBytes : RootBytes;
}
