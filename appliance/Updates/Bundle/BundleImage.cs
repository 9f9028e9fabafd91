using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>One image of a bundle.</summary>
/// <param name="Image">Which of the two.</param>
/// <param name="Length">Its bytes, a hash tree included; a multiple of <see cref="Blocks.Size"/>.</param>
/// <param name="Hash">Of all of them.</param>
/// <param name="TreeSalt">The salt of the dm-verity tree that follows the pieces; null where there is none. The device computes the tree.</param>
/// <param name="Pieces">All up to the tree, in order.</param>
public sealed record BundleImage(SlotPart Image, long Length, ContentHash Hash, ReadOnlyMemory<byte>? TreeSalt, IReadOnlyList<BundlePiece> Pieces)
{
    /// <summary>Bytes before the tree.</summary>
    public long DataLength => Pieces.Count == 0 ? 0 : Pieces[^1].End;
}
