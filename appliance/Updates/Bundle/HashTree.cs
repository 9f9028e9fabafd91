using System.Security.Cryptography;

namespace Hearth.Updates.Bundle;

/// <summary>
/// The tree of dm-verity's format 1 with SHA-256, as veritysetup lays it out without a superblock: the top level first, a
/// digest being that of the salt and one block. It has nothing that its
/// data does not have, so no update fetches it.
/// </summary>
public sealed class HashTree : IDisposable
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltSize = 32;

    private const int DigestsInBlock = Blocks.Size / ContentHash.Size;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] salt;
    private readonly byte[] leaves;
    private int count;

    /// <summary>Begins a tree.</summary>
    /// <param name="dataLength">The bytes of the data, whole blocks; all of it is given to <see cref="Append"/>.</param>
    /// <param name="salt"><see cref="SaltSize"/> bytes.</param>
    public HashTree(long dataLength, ReadOnlySpan<byte> salt)
    {
        this.salt = salt.ToArray();
        leaves = new byte[ToWholeBlocks(dataLength / Blocks.Size * ContentHash.Size)];
    }

    /// <summary>The bytes that the tree of some data takes.</summary>
    public static long LengthFor(long dataLength)
    {
        var length = 0L;
        for (var blocks = dataLength / Blocks.Size; blocks > 1;)
        {
            blocks = (blocks + DigestsInBlock - 1) / DigestsInBlock;
            length += blocks * Blocks.Size;
        }

        return length;
    }

    /// <summary>Takes the next block of the data.</summary>
    public void Append(ReadOnlySpan<byte> block) => Digest(block, leaves.AsSpan(count++ * ContentHash.Size, ContentHash.Size));

    /// <summary>The tree, after the last block.</summary>
    /// <param name="root">The digest of its first block, which the kernel's arguments carry.</param>
    public byte[] Finish(out ContentHash root)
    {
        if (count == 1)
        {
            // One block needs no tree: its own digest is the root.
            root = ContentHash.From(leaves.AsSpan(0, ContentHash.Size));
            return [];
        }

        var tree = new byte[LengthFor((long)count * Blocks.Size)];
        var end = tree.Length;
        var level = leaves;
        while (true)
        {
            end -= level.Length;
            level.CopyTo(tree, end);
            if (end == 0)
            {
                break;
            }

            level = LevelAbove(level);
        }

        var top = new byte[ContentHash.Size];
        Digest(level, top);
        root = ContentHash.From(top);
        return tree;
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private byte[] LevelAbove(ReadOnlySpan<byte> level)
    {
        var above = new byte[ToWholeBlocks(level.Length / Blocks.Size * ContentHash.Size)];
        for (var i = 0; i < level.Length / Blocks.Size; i++)
        {
            Digest(level.Slice(i * Blocks.Size, Blocks.Size), above.AsSpan(i * ContentHash.Size, ContentHash.Size));
        }

        return above;
    }

    private void Digest(ReadOnlySpan<byte> block, Span<byte> digest)
    {
        hash.AppendData(salt);
        hash.AppendData(block);
        hash.GetHashAndReset(digest);
    }

    private static int ToWholeBlocks(long bytes) => (int)((bytes + Blocks.Size - 1) / Blocks.Size * Blocks.Size);
}
