using System.Buffers.Binary;
using System.Numerics;

namespace Hearth.Updates.Bundle;

/// <summary>
/// Cuts an image into chunks where its content says so, at whole blocks: what lies unchanged between two changes is cut the
/// same way again, wherever it has moved to. EROFS begins each file on a block, so no finer places need be looked at. Part
/// of the format: devices find by it what they hold, without a list of what that was.
/// </summary>
public sealed class ChunkCutter
{
    /// <summary>Fewest blocks of a chunk that content ends: objects, each with its hash in the manifest, must not be too many.</summary>
    public const int FewestBlocks = 4;

    /// <summary>Most bytes of a chunk: held in memory once fetched.</summary>
    public const int MostBytes = 64 * Blocks.Size;

    // One block in sixteen ends a chunk: 80 KB in the middle.
    private const uint CutMask = 15;

    private int blocks;
    private bool isZero;

    /// <summary>Takes the next block of the image.</summary>
    /// <param name="block"><see cref="Blocks.Size"/> bytes.</param>
    /// <returns>Whether a piece ends before it, after it, or both. Zeros are pieces of their own, however long.</returns>
    public ChunkCut Append(ReadOnlySpan<byte> block)
    {
        var wasZero = isZero;
        isZero = Blocks.IsZero(block);
        var cut = blocks > 0 && wasZero != isZero ? ChunkCut.Before : ChunkCut.None;
        blocks = cut == ChunkCut.None ? blocks + 1 : 1;
        if (!isZero && (blocks == MostBytes / Blocks.Size || (blocks >= FewestBlocks && IsMark(block))))
        {
            cut |= ChunkCut.After;
            blocks = 0;
        }

        return cut;
    }

    /// <summary>Begins anew: a piece ends here for another reason.</summary>
    public void Reset() => blocks = 0;

    private static bool IsMark(ReadOnlySpan<byte> block)
    {
        var sum = 0u;
        for (var i = 0; i < block.Length; i += sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(block[i..]));
        }

        return (sum & CutMask) == 0;
    }
}
