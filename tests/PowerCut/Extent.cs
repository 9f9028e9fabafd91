namespace Hearth.Tests.PowerCut;

/// <summary>A part of a disk, in bytes.</summary>
internal sealed record Extent(long Offset, long Length)
{
    public long End => Offset + Length;

    public bool Holds(long offset) => offset >= Offset && offset < End;

    public Extent Part(long offset, long length) => new(Offset + offset, length);
}
