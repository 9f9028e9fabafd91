namespace Hearth.Updates.Bundle;

/// <summary>
/// The unit of everything in a slot's images: EROFS begins each file on a block, dm-verity hashes blocks, ext2 is made with them.
/// </summary>
public static class Blocks
{
    /// <summary>Bytes of a block.</summary>
    public const int Size = 4096;

    /// <summary>Whether there is nothing but zeros.</summary>
    public static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);
}
