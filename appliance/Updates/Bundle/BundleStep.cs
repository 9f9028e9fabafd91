using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>What a <see cref="BundleUnpacker"/> says next.</summary>
public abstract record BundleStep
{
    private BundleStep()
    {
    }

    /// <summary>The next bytes of the idle slot: each image in order and without a gap.</summary>
    /// <param name="Image">The image.</param>
    /// <param name="Offset">Where in it.</param>
    /// <param name="Bytes">What; valid until the next step.</param>
    public sealed record Write(SlotPart Image, long Offset, ReadOnlyMemory<byte> Bytes) : BundleStep;

    /// <summary>Fetch this, whole, and give it.</summary>
    public sealed record Need(BundleObject Wanted) : BundleStep;

    /// <summary>Both images are out.</summary>
    public sealed record Done : BundleStep;

    /// <summary>What was given is refused, and the next step asks for it again; or a delta does not do what it should, which ends the plan.</summary>
    public sealed record Refused(BundleRefusal Refusal) : BundleStep;
}
