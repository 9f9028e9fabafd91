using System.Security.Cryptography;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// dm-verity's hash tree, version 1, without a superblock: of each block of 4,096 bytes the SHA-256 of salt and block, 128 of
/// them in a block of the level above, the top level first, all of it behind the data.
/// </summary>
internal static class VerityTree
{
    public const int BlockSize = 4096;
    private const int HashesPerBlock = BlockSize / SHA256.HashSizeInBytes;

    /// <summary>The tree, and the hash of its top.</summary>
    public static (byte[] Tree, byte[] RootHash) Build(ReadOnlySpan<byte> data, ReadOnlySpan<byte> salt)
    {
        List<byte[]> levels = [];
        var below = data;
        while (levels.Count == 0 || below.Length > BlockSize)
        {
            var level = new byte[(below.Length / BlockSize + HashesPerBlock - 1) / HashesPerBlock * BlockSize];
            for (var block = 0; block < below.Length / BlockSize; block++)
            {
                Hash(below.Slice(block * BlockSize, BlockSize), salt).CopyTo(level.AsSpan(block * SHA256.HashSizeInBytes));
            }

            levels.Insert(0, level);
            below = level;
        }

        return ([.. levels.SelectMany(level => level)], Hash(below, salt));
    }

    /// <summary>How many blocks of data there are, of so many with the tree.</summary>
    public static int DataBlocks(int all)
    {
        var data = all;
        while (data + TreeBlocks(data) > all)
        {
            data--;
        }

        return data;
    }

    /// <summary>Whether every block of the data is the one that the hash stands for, and the tree with it.</summary>
    public static bool Verifies(ReadOnlySpan<byte> partition, int blocks, ReadOnlySpan<byte> rootHash, ReadOnlySpan<byte> salt)
    {
        if ((long)blocks * BlockSize > partition.Length)
        {
            return false;
        }

        var (tree, hash) = Build(partition[..(blocks * BlockSize)], salt);
        return rootHash.SequenceEqual(hash) && partition[(blocks * BlockSize)..].StartsWith(tree);
    }

    private static int TreeBlocks(int below)
    {
        var level = (below + HashesPerBlock - 1) / HashesPerBlock;
        return level <= 1 ? level : level + TreeBlocks(level);
    }

    private static byte[] Hash(ReadOnlySpan<byte> block, ReadOnlySpan<byte> salt)
    {
        Span<byte> salted = stackalloc byte[256 + BlockSize];
        salt.CopyTo(salted);
        block.CopyTo(salted[salt.Length..]);
        return SHA256.HashData(salted[..(salt.Length + block.Length)]);
    }
}
