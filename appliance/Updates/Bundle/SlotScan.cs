using System.Buffers.Binary;
using System.Security.Cryptography;
using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>
/// Looks through one image of one slot, from its first byte on, and enters what it finds into the inventory: chunks, and,
/// in the running slot, the old ranges of deltas. It needs no list of what was installed, and finds what an interrupted
/// update had written.
/// </summary>
public sealed class SlotScan : IDisposable
{
    private readonly SlotInventory inventory;
    private readonly SlotSide side;
    private readonly SlotPart image;
    private readonly ChunkCutter cutter = new();
    private readonly IncrementalHash chunk = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<OldRange> ranges = [];
    private long dataEnd = -1;
    private long offset;
    private long chunkStart;
    private bool isZero = true;

    /// <summary>Begins with the image's first byte.</summary>
    public SlotScan(SlotInventory inventory, SlotSide side, SlotPart image, BundleManifest manifest)
    {
        (this.inventory, this.side, this.image) = (inventory, side, image);
        foreach (var delta in manifest.Deltas)
        {
            if (side == SlotSide.Running && delta.Image == image)
            {
                ranges.Add(new OldRange(delta, IncrementalHash.CreateHash(HashAlgorithmName.SHA256)));
            }
        }
    }

    /// <summary>Takes the next bytes, whole blocks.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= Blocks.Size; bytes = bytes[Blocks.Size..])
        {
            AppendBlock(bytes[..Blocks.Size]);
        }
    }

    /// <summary>After the last block.</summary>
    public void Finish() => EndPiece();

    /// <inheritdoc/>
    public void Dispose()
    {
        chunk.Dispose();
        foreach (var range in ranges)
        {
            range.Hash.Dispose();
        }
    }

    private void AppendBlock(ReadOnlySpan<byte> block)
    {
        if (offset == dataEnd)
        {
            EndPiece();
            cutter.Reset();
        }

        var cut = cutter.Append(block);
        if (cut.HasFlag(ChunkCut.Before))
        {
            EndPiece();
        }

        if (offset == 0)
        {
            dataEnd = DataEndOf(block);
        }

        if (offset == chunkStart)
        {
            isZero = Blocks.IsZero(block);
        }

        if (!isZero)
        {
            chunk.AppendData(block);
        }

        AppendToRanges(block);
        offset += Blocks.Size;
        if (cut.HasFlag(ChunkCut.After))
        {
            EndPiece();
        }
    }

    // Where the file system ends and its hash tree begins, which is no part of the last chunk (Linux, fs/erofs/erofs_fs.h:
    // the superblock stands at 1024, with its magic first, and the number of blocks at 36).
    private static long DataEndOf(ReadOnlySpan<byte> block) => BinaryPrimitives.ReadUInt32LittleEndian(block[1024..]) == 0xE0F5E1E2
        ? BinaryPrimitives.ReadUInt32LittleEndian(block[(1024 + 36)..]) * (long)Blocks.Size
        : -1;

    private void EndPiece()
    {
        if (!isZero && offset > chunkStart)
        {
            inventory.Add(ContentHash.From(chunk.GetHashAndReset()), new SlotPlace(side, image, chunkStart));
        }

        chunkStart = offset;
    }

    private void AppendToRanges(ReadOnlySpan<byte> block)
    {
        foreach (var (delta, hash) in ranges)
        {
            var end = delta.OldOffset + delta.OldLength;
            if (offset < delta.OldOffset || offset >= end)
            {
                continue;
            }

            hash.AppendData(block);
            if (offset + Blocks.Size == end && delta.OldHash.Digest.SequenceEqual(hash.GetHashAndReset()))
            {
                inventory.AddUsable(delta);
            }
        }
    }

    private sealed record OldRange(BundleDelta Delta, IncrementalHash Hash);
}
