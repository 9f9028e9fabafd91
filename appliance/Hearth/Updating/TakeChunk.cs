namespace Hearth.Updating;

/// <summary>Takes the next bytes of a file; false where no more are wanted.</summary>
internal delegate bool TakeChunk(ReadOnlySpan<byte> chunk);
