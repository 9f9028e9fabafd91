using System.Security.Cryptography;
using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>
/// Carries out a plan: bytes for the idle slot, and now and then a question for an object. It holds one chunk,
/// or one delta's object and two buffers; never an image. Chunks are checked before they come out, deltas before they are
/// applied and after.
/// </summary>
public sealed class BundleUnpacker : IDisposable
{
    // As much at a time of what is not a chunk.
    private const int PieceSize = 64 * 1024;

    private readonly FetchPlan plan;
    private readonly ISlotReader slots;
    private readonly byte[] buffer = new byte[ChunkCutter.MostBytes];
    private readonly IncrementalHash result = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BundleManifest manifest;
    private HashTree? tree;
    private int step;
    private long done;
    private bool isAsked;
    private bool mustFetch;
    private DeltaPatch? patch;
    private BundleStep.Refused? end;

    /// <summary>Begins with the first byte of the first image.</summary>
    public BundleUnpacker(BundleManifest manifest, FetchPlan plan, ISlotReader slots) =>
        (this.manifest, this.plan, this.slots) = (manifest, plan, slots);

    /// <summary>What comes next.</summary>
    public BundleStep Next()
    {
        if (end is not null || step == plan.Steps.Count)
        {
            return end ?? (BundleStep)new BundleStep.Done();
        }

        var current = plan.Steps[step];
        switch (current)
        {
            case PlanStep.Zeros:
                var size = (int)Math.Min(PieceSize, current.Length - done);
                buffer.AsSpan(0, size).Clear();
                return Put(current, size);
            case PlanStep.Copy copy when !mustFetch:
                return Copy(copy);
            case PlanStep.Copy copy:
                return Ask(BundleObject.Of(copy.Piece));
            case PlanStep.Fetch fetch:
                return Ask(BundleObject.Of(fetch.Piece));
            case PlanStep.Patch when patch is not null:
                return Apply((PlanStep.Patch)current);
            case PlanStep.Patch first:
                return Ask(BundleObject.Of(first.Delta));
            default:
                return PutTree(current);
        }
    }

    /// <summary>Answers <see cref="BundleStep.Need"/>.</summary>
    /// <param name="stored">All of the object; kept until the next question.</param>
    public BundleStep Give(ReadOnlyMemory<byte> stored)
    {
        if (!isAsked)
        {
            throw new InvalidOperationException("Nothing was asked for.");
        }

        isAsked = false;
        return plan.Steps[step] switch
        {
            PlanStep.Fetch fetch => TakeChunk(fetch, fetch.Piece, stored),
            PlanStep.Copy copy => TakeChunk(copy, copy.Piece, stored),
            PlanStep.Patch first => TakeDelta(first, stored),
            _ => throw new InvalidOperationException("Nothing was asked for."),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        result.Dispose();
        tree?.Dispose();
        patch?.Dispose();
    }

    private BundleStep.Need Ask(BundleObject what)
    {
        isAsked = true;
        return new BundleStep.Need(what);
    }

    private BundleStep Copy(PlanStep.Copy copy)
    {
        var bytes = buffer.AsSpan(0, (int)copy.Length);
        var (side, image, offset) = copy.From;
        if (slots.TryRead(side, image, offset, bytes) && copy.Piece.Hash!.Equals(ContentHash.Of(bytes)))
        {
            return Put(copy, bytes.Length);
        }

        mustFetch = true;
        return Ask(BundleObject.Of(copy.Piece));
    }

    private BundleStep TakeChunk(PlanStep current, BundlePiece piece, ReadOnlyMemory<byte> stored)
    {
        if (stored.Length != piece.StoredLength)
        {
            return Refuse(BundleFault.WrongObjectLength, $"chunk {piece.Hash} has {stored.Length} bytes instead of {piece.StoredLength}");
        }

        // Anybody may have brought it: its hash is known once it is unpacked, and how much memory that takes it says itself.
        var bytes = buffer.AsSpan(0, (int)piece.Length);
        using var section = new BrotliSection(stored);
        return BrotliSection.HasSmallWindow(stored.Span) && section.TryRead(bytes) && section.IsAtEnd() && piece.Hash!.Equals(ContentHash.Of(bytes))
            ? Put(current, bytes.Length)
            : Refuse(BundleFault.WrongObject, $"chunk {piece.Hash} is another");
    }

    private BundleStep TakeDelta(PlanStep.Patch current, ReadOnlyMemory<byte> stored)
    {
        var delta = current.Delta;
        if (stored.Length != delta.StoredLength)
        {
            return Refuse(BundleFault.WrongObjectLength, $"delta {delta.OldHash} has {stored.Length} bytes instead of {delta.StoredLength}");
        }

        if (!delta.StoredHash.Equals(ContentHash.Of(stored.Span)))
        {
            return Refuse(BundleFault.WrongObject, $"delta {delta.OldHash} is another");
        }

        return DeltaPatch.TryOpen(delta, stored, slots, out patch)
            ? Apply(current)
            : End(BundleFault.BrokenDelta, $"delta {delta.OldHash} is none");
    }

    private BundleStep Apply(PlanStep.Patch current)
    {
        if (!patch!.TryRead(buffer.AsSpan(0, PieceSize), out var size))
        {
            return End(BundleFault.BrokenDelta, $"delta {current.Delta.OldHash} leads outside its ranges");
        }

        result.AppendData(buffer, 0, size);
        if (done + size < current.Length)
        {
            return Put(current, size);
        }

        patch.Dispose();
        patch = null;
        return current.Delta.NewHash.Digest.SequenceEqual(result.GetHashAndReset())
            ? Put(current, size)
            : End(BundleFault.WrongResult, $"delta {current.Delta.OldHash} made something else");
    }

    private BundleStep.Write PutTree(PlanStep current)
    {
        var bytes = tree!.Finish(out _);
        tree.Dispose();
        tree = null;
        step++;
        return new BundleStep.Write(current.Image, current.Offset, bytes);
    }

    private BundleStep.Write Put(PlanStep current, int size)
    {
        var write = new BundleStep.Write(current.Image, current.Offset + done, buffer.AsMemory(0, size));
        Grow(current.Image, write);
        done += size;
        if (done == current.Length)
        {
            (step, done, mustFetch) = (step + 1, 0, false);
        }

        return write;
    }

    private void Grow(SlotPart image, BundleStep.Write write)
    {
        if (manifest.Images[(int)image].TreeSalt is not { } salt)
        {
            return;
        }

        tree ??= new HashTree(manifest.Images[(int)image].DataLength, salt.Span);
        for (var i = 0; i < write.Bytes.Length; i += Blocks.Size)
        {
            tree.Append(write.Bytes.Span.Slice(i, Blocks.Size));
        }
    }

    private BundleStep.Refused End(BundleFault fault, string detail) => end = Refuse(fault, detail);

    private static BundleStep.Refused Refuse(BundleFault fault, string detail) => new(new BundleRefusal(fault, detail));
}
