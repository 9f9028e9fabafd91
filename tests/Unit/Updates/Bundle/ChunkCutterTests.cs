using Hearth.Release.Bundles;
using Hearth.Updates.Bundle;
using Xunit;

namespace Hearth.Tests.Updates.Bundle;

public sealed class ChunkCutterTests
{
    [Fact]
    public void Chunks_lie_within_their_bounds_and_cover_the_image()
    {
        var pieces = CutImage.Cut(TestRelease.Noise(1, 8 * 1024 * 1024));

        Assert.Equal(0, pieces[0].Offset);
        Assert.All(pieces.Skip(1).Zip(pieces), pair => Assert.Equal(pair.Second.End, pair.First.Offset));
        Assert.Equal(8 * 1024 * 1024, pieces[^1].End);
        Assert.All(pieces.SkipLast(1), piece => Assert.InRange(piece.Length, ChunkCutter.FewestBlocks * Blocks.Size, ChunkCutter.MostBytes));
        // As the manifest's size depends on it.
        Assert.InRange(pieces.Average(piece => piece.Length), 64 * 1024, 100 * 1024);
    }

    [Fact]
    public void Where_blocks_come_in_only_the_chunks_around_them_change()
    {
        var image = TestRelease.Noise(2, 4 * 1024 * 1024);
        byte[] changed = [.. image.AsSpan(0, 500 * Blocks.Size), .. TestRelease.Noise(3, 5 * Blocks.Size), .. image.AsSpan(500 * Blocks.Size)];

        var known = CutImage.Cut(image).Select(piece => piece.Hash).ToHashSet();
        var unknown = CutImage.Cut(changed).Where(piece => !known.Contains(piece.Hash)).ToList();

        Assert.InRange(unknown.Sum(piece => piece.Length), 1, 3 * ChunkCutter.MostBytes);
    }

    [Fact]
    public void Zeros_are_pieces_of_their_own_however_long()
    {
        byte[] image = [.. new byte[1024 * 1024], .. TestRelease.Noise(4, Blocks.Size), .. new byte[2 * Blocks.Size]];

        Assert.Equal([1024 * 1024, Blocks.Size, 2 * Blocks.Size], CutImage.Cut(image).Select(piece => piece.Length));
        Assert.Equal([true, false, true], CutImage.Cut(image).Select(piece => piece.Hash is null));
    }

    [Fact]
    public void The_cuts_are_those_that_devices_in_the_field_make()
    {
        // Part of the format: these numbers never change.
        var pieces = CutImage.Cut(Enumerable.Range(0, 1024 * 1024).Select(i => (byte)((i * 2654435761L) >> 13)).ToArray());

        Assert.Equal([5, 9], pieces.Take(2).Select(piece => piece.Length / Blocks.Size));
    }
}
