using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;

namespace Hearth.Release.Bundles;

/// <summary>Makes a bundle: writes the objects that a channel does not have yet, and returns the manifest.</summary>
internal sealed class BundleMaker(PublishedFolder objects)
{
    /// <param name="board">The board.</param>
    /// <param name="version">The version.</param>
    /// <param name="content">What the slot is to hold.</param>
    /// <param name="earlier">Releases that devices may come from, the last first.</param>
    public BundleManifest Make(string board, string version, SlotContent content, IReadOnlyList<SlotContent> earlier)
    {
        if (content.Kernel.Length % Blocks.Size != 0)
        {
            throw new ReleaseException($"{SlotContent.KernelFile} has {content.Kernel.Length} bytes, which are no whole blocks of {Blocks.Size}: was it cut off?");
        }

        if (!content.HasKnownTree())
        {
            throw new ReleaseException("the root's hash tree is not the one that devices compute: was root.erofs changed after it was made?");
        }

        var (root, kernel) = (Store(content, SlotPart.Root), Store(content, SlotPart.Kernel));
        var deltas = new List<BundleDelta>();
        foreach (var old in earlier)
        {
            deltas.AddRange(MakeDeltas(old, content, kernel));
            deltas.AddRange(MakeDeltas(old, content, root));
        }

        // Two releases may have the same range, as the kernel's mostly is.
        return new BundleManifest(board, version, root, kernel, [.. deltas.DistinctBy(delta => (delta.Image, delta.OldOffset, delta.OldHash, delta.NewOffset))]);
    }

    private BundleImage Store(SlotContent content, SlotPart image)
    {
        var data = content.DataOf(image);
        var pieces = CutImage.Cut(data).AsParallel().AsOrdered().Select(piece => Store(piece, data)).ToList();
        return image == SlotPart.Kernel
            ? new BundleImage(image, content.Kernel.Length, ContentHash.Of(content.Kernel), null, pieces)
            : new BundleImage(image, content.Root.Length, ContentHash.Of(content.Root), content.RootSalt, pieces);
    }

    private BundlePiece Store(BundlePiece piece, ReadOnlyMemory<byte> data)
    {
        if (piece.Hash is null)
        {
            return piece;
        }

        var name = BundleObject.Of(piece).Path;
        if (!objects.Has(name))
        {
            objects.Write(name, Compression.Compress(data.Span.Slice((int)piece.Offset, (int)piece.Length)));
        }

        return piece with { StoredLength = objects.LengthOf(name) };
    }

    private IEnumerable<BundleDelta> MakeDeltas(SlotContent old, SlotContent content, BundleImage image)
    {
        var (oldData, data) = (old.DataOf(image.Image), content.DataOf(image.Image));
        foreach (var range in ChangedRange.Find(CutImage.Cut(oldData), image.Pieces))
        {
            var pieces = image.Pieces.Skip(range.First).Take(range.Last - range.First + 1).ToList();
            var from = oldData[(int)range.OldOffset..(int)range.OldEnd].ToArray();
            var to = data[(int)pieces[0].Offset..(int)pieces[^1].End].ToArray();
            var delta = new BundleDelta(
                image.Image, range.OldOffset, from.Length, ContentHash.Of(from), pieces[0].Offset, to.Length, ContentHash.Of(to), 1, ContentHash.Of([]));
            var name = BundleObject.Of(delta).Path;
            var stored = objects.Has(name) ? objects.Read(name) : DeltaMaker.Make(from, to);
            if (stored is not null && stored.Length < pieces.Sum(piece => piece.StoredLength) && stored.Length <= BundleDelta.MostStoredBytes)
            {
                objects.Write(name, stored);
                yield return delta with { StoredLength = stored.Length, StoredHash = ContentHash.Of(stored) };
            }
        }
    }
}
