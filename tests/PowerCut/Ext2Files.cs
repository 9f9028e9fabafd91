using System.Buffers.Binary;
using System.Text;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// Reads the files in the root folder of an ext2 file system with blocks of any size: enough of it to see what a boot loader
/// would see. What is damaged has no such file.
/// </summary>
internal static class Ext2Files
{
    private const int SuperblockOffset = 1024;
    private const int RootInode = 2;
    private const int DirectBlocks = 12;

    public static byte[]? Read(ReadOnlySpan<byte> partition, string name)
    {
        try
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(partition[(SuperblockOffset + 56)..]) != 0xef53)
            {
                return null;
            }

            var folder = Contents(partition, RootInode);
            var inode = folder is null ? 0 : InodeOf(folder, name);
            return inode == 0 ? null : Contents(partition, inode);
        }
        catch (Exception damaged) when (damaged is ArgumentOutOfRangeException or OverflowException or DivideByZeroException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static int InodeOf(ReadOnlySpan<byte> folder, string name)
    {
        for (int at = 0, length; at + 8 <= folder.Length; at += length)
        {
            length = BinaryPrimitives.ReadUInt16LittleEndian(folder[(at + 4)..]);
            if (length < 8)
            {
                return 0;
            }

            var inode = BinaryPrimitives.ReadInt32LittleEndian(folder[at..]);
            if (inode != 0 && Encoding.Latin1.GetString(folder.Slice(at + 8, folder[at + 6])) == name)
            {
                return inode;
            }
        }

        return 0;
    }

    private static byte[]? Contents(ReadOnlySpan<byte> partition, int number)
    {
        var super = partition[SuperblockOffset..];
        var blockSize = checked(1024 << BinaryPrimitives.ReadInt32LittleEndian(super[24..]));
        var inodesPerGroup = BinaryPrimitives.ReadInt32LittleEndian(super[40..]);
        var inodeSize = BinaryPrimitives.ReadUInt16LittleEndian(super[88..]);
        var firstBlock = BinaryPrimitives.ReadInt32LittleEndian(super[20..]);
        var (group, index) = Math.DivRem(number - 1, inodesPerGroup);
        var descriptor = partition[(((firstBlock + 1) * blockSize) + (group * 32))..];
        var table = BinaryPrimitives.ReadInt32LittleEndian(descriptor[8..]);
        var inode = partition.Slice(checked((table * blockSize) + (index * inodeSize)), inodeSize);

        var size = BinaryPrimitives.ReadInt32LittleEndian(inode[4..]);
        if (size < 0 || size > partition.Length)
        {
            return null;
        }

        var contents = new byte[size];
        for (var block = 0; (long)block * blockSize < size; block++)
        {
            var at = BlockAt(partition, inode, block, blockSize);
            var length = Math.Min(blockSize, size - (block * blockSize));
            if (at != 0)
            {
                partition.Slice(checked(at * blockSize), length).CopyTo(contents.AsSpan(block * blockSize));
            }
        }

        return contents;
    }

    // Twelve blocks stand in the inode; then one block full of numbers; then one full of such blocks.
    private static int BlockAt(ReadOnlySpan<byte> partition, ReadOnlySpan<byte> inode, int block, int blockSize)
    {
        var numbers = blockSize / 4;
        if (block < DirectBlocks)
        {
            return BinaryPrimitives.ReadInt32LittleEndian(inode[(40 + (4 * block))..]);
        }

        block -= DirectBlocks;
        if (block < numbers)
        {
            return Number(partition, BinaryPrimitives.ReadInt32LittleEndian(inode[88..]), block, blockSize);
        }

        var (outer, inner) = Math.DivRem(block - numbers, numbers);
        return Number(partition, Number(partition, BinaryPrimitives.ReadInt32LittleEndian(inode[92..]), outer, blockSize), inner, blockSize);
    }

    private static int Number(ReadOnlySpan<byte> partition, int block, int index, int blockSize) =>
        block == 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(partition[checked((block * blockSize) + (4 * index))..]);
}
