namespace Hearth.Updates.Bundle;

/// <summary>A piece of an image; pieces follow each other without a gap.</summary>
/// <param name="Offset">Where in the image it begins; a multiple of <see cref="Blocks.Size"/>.</param>
/// <param name="Length">Its bytes; a multiple of <see cref="Blocks.Size"/>. A chunk has at most <see cref="ChunkCutter.MostBytes"/>.</param>
/// <param name="Hash">Of its content; null where that is zeros alone.</param>
/// <param name="StoredLength">Bytes of the compressed object that brings it; 0 for zeros.</param>
public sealed record BundlePiece(long Offset, long Length, ContentHash? Hash, int StoredLength)
{
    /// <summary>The first byte that is not in it.</summary>
    public long End => Offset + Length;
}
