using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>Where something lies in the slots.</summary>
/// <param name="Side">The slot.</param>
/// <param name="Image">Its image.</param>
/// <param name="Offset">The byte it begins at.</param>
public sealed record SlotPlace(SlotSide Side, SlotPart Image, long Offset);
