using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>A patch that makes a range of an image out of a range of the same image of an earlier release.</summary>
/// <param name="Image">The image.</param>
/// <param name="OldOffset">Where the old range begins, in bytes.</param>
/// <param name="OldLength">Its bytes.</param>
/// <param name="OldHash">Of the old range.</param>
/// <param name="NewOffset">Where the new range begins: at a piece.</param>
/// <param name="NewLength">Its bytes: whole pieces.</param>
/// <param name="NewHash">Of the new range.</param>
/// <param name="StoredLength">Bytes of the object that brings it.</param>
/// <param name="StoredHash">Of that object.</param>
public sealed record BundleDelta(
    SlotPart Image, long OldOffset, long OldLength, ContentHash OldHash,
    long NewOffset, long NewLength, ContentHash NewHash, int StoredLength, ContentHash StoredHash)
{
    /// <summary>Most bytes of an object: it is held in memory while it is applied (<see cref="BundleLimits.MemoryBytes"/>).</summary>
    public const int MostStoredBytes = 4 * 1024 * 1024;
}
