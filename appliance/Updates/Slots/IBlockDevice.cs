namespace Hearth.Updates.Slots;

/// <summary>
/// A partition, or sectors of one. What was written is on the medium when <see cref="Flush"/> returns, and not before; until
/// then any part of it may be lost. Each method throws <see cref="IOException"/> where the medium fails.
/// </summary>
public interface IBlockDevice
{
    /// <summary>Its size in bytes.</summary>
    long Length { get; }

    /// <summary>Fills the buffer from there on; after a flush, with what is on the medium.</summary>
    void Read(long offset, Span<byte> buffer);

    /// <summary>Writes from there on.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Waits until everything that was written is on the medium.</summary>
    void Flush();
}
