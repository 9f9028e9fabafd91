using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>How the next bytes of the idle slot come about.</summary>
/// <param name="Image">The image.</param>
/// <param name="Offset">From which byte.</param>
/// <param name="Length">How many.</param>
public abstract record PlanStep(SlotPart Image, long Offset, long Length)
{
    /// <summary>Zeros.</summary>
    public sealed record Zeros(SlotPart Image, long Offset, long Length) : PlanStep(Image, Offset, Length);

    /// <summary>A chunk that is in a slot already; fetched after all where it turns out to be another.</summary>
    public sealed record Copy(SlotPart Image, BundlePiece Piece, SlotPlace From) : PlanStep(Image, Piece.Offset, Piece.Length);

    /// <summary>A chunk that is fetched.</summary>
    public sealed record Fetch(SlotPart Image, BundlePiece Piece) : PlanStep(Image, Piece.Offset, Piece.Length);

    /// <summary>A range that a delta makes.</summary>
    public sealed record Patch(BundleDelta Delta) : PlanStep(Delta.Image, Delta.NewOffset, Delta.NewLength);

    /// <summary>The hash tree over all that came before it in the image.</summary>
    public sealed record Tree(SlotPart Image, long Offset, long Length) : PlanStep(Image, Offset, Length);
}
