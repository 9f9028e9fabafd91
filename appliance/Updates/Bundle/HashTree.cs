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
    private readonly byte[] tree;
    private readonly int leaves;
    private int count;

    /// <summary>Begins a tree.</summary>
    /// <param name="dataLength">The bytes of the data, whole blocks; all of it is given to <see cref="Append"/>.</param>
    /// <param name="salt"><see cref="SaltSize"/> bytes.</param>
    public HashTree(long dataLength, ReadOnlySpan<byte> salt)
    {
        this.salt = salt.ToArray();
        // One block needs no tree: its own digest is the root.
        tree = new byte[Math.Max(LengthFor(dataLength), ContentHash.Size)];
        leaves = Math.Max(0, tree.Length - ToWholeBlocks(dataLength / Blocks.Size * ContentHash.Size));
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
    public void Append(ReadOnlySpan<byte> block) => Digest(block, tree.AsSpan(leaves + (count++ * ContentHash.Size), ContentHash.Size));

    /// <summary>The tree, after the last block.</summary>
    /// <param name="root">The digest of its first block, which the kernel's arguments carry.</param>
    public byte[] Finish(out ContentHash root)
    {
        if (count == 1)
        {
            root = ContentHash.From(tree);
            return [];
        }

        // Each level lies right before the one that it is of.
        for (int start = leaves, end = tree.Length; start > 0;)
        {
            var above = start - ToWholeBlocks((end - start) / Blocks.Size * ContentHash.Size);
            for (var i = 0; i < (end - start) / Blocks.Size; i++)
            {
                Digest(tree.AsSpan(start + (i * Blocks.Size), Blocks.Size), tree.AsSpan(above + (i * ContentHash.Size), ContentHash.Size));
            }

            (start, end) = (above, start);
        }

        var top = new byte[ContentHash.Size];
        Digest(tree.AsSpan(0, Blocks.Size), top);
        root = ContentHash.From(top);
        return tree;
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void Digest(ReadOnlySpan<byte> block, Span<byte> digest)
    {
        hash.AppendData(salt);
        hash.AppendData(block);
        hash.GetHashAndReset(digest);
    }

    private static int ToWholeBlocks(long bytes) => (int)((bytes + Blocks.Size - 1) / Blocks.Size * Blocks.Size);
}
