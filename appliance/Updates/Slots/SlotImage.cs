namespace Hearth.Updates.Slots;

/// <summary>A partition's contents, as the signed description of a version has them.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">The SHA-256 of all of it, 32 bytes.</param>
public sealed record SlotImage(long Length, ReadOnlyMemory<byte> Sha256);
