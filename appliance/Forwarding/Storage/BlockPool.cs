using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hearth.Forwarding.Storage;

/// <summary>
/// Memory in blocks of one cache line, from which the tables make both their records and the packets they keep. All
/// blocks being alike, the pool cannot fragment, and its bound in bytes is exact. Block 0 is none.
/// </summary>
internal sealed class BlockPool
{
    /// <summary>Bytes of a block: a cache line of every machine Hearth runs on.</summary>
    public const int BlockSize = 64;

    /// <summary>Bytes of a packet that a block holds; the rest is the number of the block that follows.</summary>
    public const int ChainedBytes = BlockSize - sizeof(int);

    // A chunk is 256 KiB: above the size (85,000 bytes) from which the collector never moves an array.
    private const int BlocksPerChunk = 4096;

    private readonly List<byte[]> chunks = [];
    private int firstFree;
    private int created = 1;

    /// <summary>A pool of at most <paramref name="bytes"/>.</summary>
    public BlockPool(long bytes) => Capacity = BlocksIn(bytes);

    /// <summary>Most blocks in use; it may be lowered below <see cref="Used"/>, and then nothing is available.</summary>
    public int Capacity { get; set; }

    /// <summary>Blocks in use.</summary>
    public int Used { get; private set; }

    /// <summary>Blocks that can still be had.</summary>
    public int Available => Capacity - Used;

    /// <summary>Blocks that fit into as many bytes.</summary>
    public static int BlocksIn(long bytes) => (int)Math.Min(int.MaxValue / 2, bytes / BlockSize);

    /// <summary>Blocks that <see cref="Store"/> takes for as many bytes.</summary>
    public static int BlocksFor(int bytes) => (bytes + ChainedBytes - 1) / ChainedBytes;

    /// <summary>Takes a block, which is zeroed. The caller has checked <see cref="Available"/>.</summary>
    public int Take()
    {
        var block = TakeUncleared();
        Bytes(block).Clear();
        return block;
    }

    /// <summary>Gives a block back.</summary>
    public void Free(int block)
    {
        Next(block) = firstFree;
        firstFree = block;
        Used--;
    }

    /// <summary>The block as a record.</summary>
    public ref T Record<T>(int block)
        where T : unmanaged
    {
        Debug.Assert(Unsafe.SizeOf<T>() <= BlockSize, "A record is at most one block.");
        return ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(Bytes(block)));
    }

    /// <summary>Copies bytes into a chain of blocks and returns its first. The caller has checked <see cref="Available"/>.</summary>
    /// <param name="bytes">At least one byte.</param>
    public int Store(ReadOnlySpan<byte> bytes)
    {
        var first = TakeUncleared();
        for (var block = first; ;)
        {
            var size = Math.Min(bytes.Length, ChainedBytes);
            bytes[..size].CopyTo(Chained(block));
            bytes = bytes[size..];
            if (bytes.IsEmpty)
            {
                Next(block) = 0;
                return first;
            }

            var next = TakeUncleared();
            Next(block) = next;
            block = next;
        }
    }

    /// <summary>Copies a chain's first bytes.</summary>
    public void Load(int first, Span<byte> destination)
    {
        for (var block = first; !destination.IsEmpty; block = Next(block))
        {
            var size = Math.Min(destination.Length, ChainedBytes);
            Chained(block)[..size].CopyTo(destination);
            destination = destination[size..];
        }
    }

    /// <summary>Whether a chain holds these bytes at <paramref name="offset"/>.</summary>
    public bool Holds(int first, int offset, ReadOnlySpan<byte> bytes)
    {
        for (var block = first; !bytes.IsEmpty; block = Next(block))
        {
            if (offset >= ChainedBytes)
            {
                offset -= ChainedBytes;
                continue;
            }

            var size = Math.Min(bytes.Length, ChainedBytes - offset);
            if (!Chained(block).Slice(offset, size).SequenceEqual(bytes[..size]))
            {
                return false;
            }

            bytes = bytes[size..];
            offset = 0;
        }

        return true;
    }

    /// <summary>Gives a chain's blocks back.</summary>
    public void FreeChain(int first)
    {
        for (var block = first; block != 0;)
        {
            var next = Next(block);
            Free(block);
            block = next;
        }
    }

    private int TakeUncleared()
    {
        Used++;
        if (firstFree != 0)
        {
            var block = firstFree;
            firstFree = Next(block);
            return block;
        }

        if (created / BlocksPerChunk >= chunks.Count)
        {
            chunks.Add(GC.AllocateUninitializedArray<byte>(BlocksPerChunk * BlockSize));
        }

        return created++;
    }

    private Span<byte> Bytes(int block) =>
        chunks[block / BlocksPerChunk].AsSpan(block % BlocksPerChunk * BlockSize, BlockSize);

    private Span<byte> Chained(int block) => Bytes(block)[sizeof(int)..];

    private ref int Next(int block) => ref Record<int>(block);
}
