using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>
/// How the images of a bundle come into the idle slot, in order and with the fewest bytes fetched. It is made anew after
/// each interruption: what was written by then lies in the idle slot, and is found there.
/// </summary>
/// <param name="Steps">Root first, then kernel, each from its first byte to its last.</param>
public sealed record FetchPlan(IReadOnlyList<PlanStep> Steps)
{
    /// <summary>Bytes that are fetched beside the manifest.</summary>
    public long FetchBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var step in Steps)
            {
                bytes += (step as PlanStep.Fetch)?.Piece.StoredLength ?? (step as PlanStep.Patch)?.Delta.StoredLength ?? 0;
            }

            return bytes;
        }
    }

    /// <summary>Makes a plan.</summary>
    /// <param name="manifest">What is to be there.</param>
    /// <param name="held">What is there.</param>
    public static FetchPlan Make(BundleManifest manifest, SlotInventory held)
    {
        var steps = new List<PlanStep>();
        foreach (var image in manifest.Images)
        {
            var deltas = ChooseDeltas(manifest, image, held);
            var next = 0;
            foreach (var piece in image.Pieces)
            {
                while (next < deltas.Count && deltas[next].NewOffset + deltas[next].NewLength <= piece.Offset)
                {
                    next++;
                }

                if (next == deltas.Count || piece.Offset < deltas[next].NewOffset)
                {
                    steps.Add(StepFor(image.Image, piece, held));
                }
                else if (piece.Offset == deltas[next].NewOffset)
                {
                    steps.Add(new PlanStep.Patch(deltas[next]));
                }
            }

            if (image.TreeSalt is not null)
            {
                steps.Add(new PlanStep.Tree(image.Image, image.DataLength, image.Length - image.DataLength));
            }
        }

        return new FetchPlan(steps);
    }

    private static PlanStep StepFor(SlotPart image, BundlePiece piece, SlotInventory held) =>
        piece.Hash is null ? new PlanStep.Zeros(image, piece.Offset, piece.Length)
        : FindSource(image, piece, held) is { } place ? new PlanStep.Copy(image, piece, place)
        : new PlanStep.Fetch(image, piece);

    // Best where it already is; else from the slot that stays as it is; else from where it will not yet be overwritten.
    private static SlotPlace? FindSource(SlotPart image, BundlePiece piece, SlotInventory held)
    {
        SlotPlace? best = null;
        foreach (var place in held.Find(piece.Hash!))
        {
            var isThere = place.Side == SlotSide.Idle && place.Image == image && place.Offset == piece.Offset;
            var isLater = place.Image > image || (place.Image == image && place.Offset > piece.Offset);
            if (isThere)
            {
                return place;
            }

            if (place.Side == SlotSide.Running || (isLater && best is null))
            {
                best = place;
            }
        }

        return best;
    }

    // Those that save most, as long as they do not overlap; in the order of the image.
    private static List<BundleDelta> ChooseDeltas(BundleManifest manifest, BundleImage image, SlotInventory held)
    {
        var candidates = manifest.Deltas
            .Where(delta => delta.Image == image.Image && held.CanApply(delta))
            .Select(delta => new Candidate(delta, MissingBytes(image, delta, held) - delta.StoredLength))
            .Where(candidate => candidate.Saved > 0)
            .ToList();
        candidates.Sort((left, right) => right.Saved.CompareTo(left.Saved));
        var chosen = new List<BundleDelta>();
        foreach (var (delta, _) in candidates)
        {
            if (chosen.TrueForAll(other => delta.NewOffset >= other.NewOffset + other.NewLength || other.NewOffset >= delta.NewOffset + delta.NewLength))
            {
                chosen.Add(delta);
            }
        }

        chosen.Sort((left, right) => left.NewOffset.CompareTo(right.NewOffset));
        return chosen;
    }

    private static long MissingBytes(BundleImage image, BundleDelta delta, SlotInventory held)
    {
        var missing = 0L;
        foreach (var piece in image.Pieces)
        {
            if (piece.Offset >= delta.NewOffset && piece.End <= delta.NewOffset + delta.NewLength
                && piece.Hash is not null && FindSource(image.Image, piece, held) is null)
            {
                missing += piece.StoredLength;
            }
        }

        return missing;
    }

    private sealed record Candidate(BundleDelta Delta, long Saved);
}
