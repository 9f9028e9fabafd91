using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Bundle;

public sealed class ManifestTests
{
    private static readonly ContentHash Some = ContentHash.Of([1]);

    private static BundlePiece Chunk { get; } = new(0, 5 * Blocks.Size, Some, 700);

    private static BundlePiece Zeros { get; } = new(5 * Blocks.Size, 300 * Blocks.Size, null, 0);

    private static BundleImage Kernel { get; } = new(SlotPart.Kernel, 305 * Blocks.Size, Some, null, [Chunk, Zeros]);

    // Five blocks have one block of tree.
    private static BundleImage Root { get; } = new(SlotPart.Root, 6 * Blocks.Size, Some, new byte[HashTree.SaltSize], [Chunk]);

    private static BundleDelta Delta { get; } = new(SlotPart.Root, 0, Blocks.Size, Some, 0, 5 * Blocks.Size, Some, 900, Some);

    private static BundleManifest Whole { get; } = new("generic/pc-x86-64", "0.2.0", Root, Kernel, [Delta]);

    [Fact]
    public void What_is_written_is_read()
    {
        Assert.True(BundleManifest.TryRead(Whole.Encode(), new BundleLimits(), out var read, out _));

        Assert.Equal(Whole.Encode(), read.Encode());
        Assert.Equal(("generic/pc-x86-64", "0.2.0", 305 * Blocks.Size), (read.Board, read.Version, read.Kernel.Length));
        Assert.Equal(Whole.Kernel.Pieces, read.Kernel.Pieces);
        Assert.Equal(Whole.Deltas, read.Deltas);
    }

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        var bytes = Whole.Encode();
        for (var size = 0; size < bytes.Length; size++)
        {
            Assert.False(BundleManifest.TryRead(bytes.AsSpan(0, size), new BundleLimits(), out _, out _));
        }
    }

    [Fact]
    public void Bytes_behind_its_end_are_refused() => Refused(BundleFault.WrongLength, [.. Whole.Encode(), 0]);

    [Fact]
    public void Longer_than_may_be_it_is_refused() =>
        Assert.Equal(BundleFault.WrongLength, Read(Whole.Encode(), new BundleLimits { ManifestBytes = 100 })?.Fault);

    [Fact]
    public void Another_format_is_refused() => Refused(BundleFault.UnknownFormat, [.. "HEARTHB2"u8, .. Whole.Encode().AsSpan(8)]);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_name_that_is_none_is_refused(string name) => Refused(BundleFault.WrongName, Whole with { Board = name });

    [Fact]
    public void A_number_with_a_needless_digit_is_refused()
    {
        var bytes = Whole.Encode();

        Refused(BundleFault.WrongNumber, [.. bytes.AsSpan(0, 8), (byte)(bytes[8] | 0x80), 0, .. bytes.AsSpan(9)]);
    }

    [Fact]
    public void An_image_that_its_partition_cannot_hold_is_refused() =>
        Assert.Equal(BundleFault.WrongImageSize, Read(Whole.Encode(), new BundleLimits { KernelBytes = 304 * Blocks.Size })?.Fault);

    [Fact]
    public void An_image_that_its_pieces_do_not_fill_is_refused() =>
        Refused(BundleFault.WrongImageSize, Whole with { Kernel = Kernel with { Length = 306 * Blocks.Size } });

    [Fact]
    public void An_image_without_room_for_its_tree_is_refused() =>
        Refused(BundleFault.WrongImageSize, Whole with { Root = Root with { Length = 5 * Blocks.Size } });

    [Fact]
    public void A_chunk_larger_than_may_be_is_refused() =>
        Refused(BundleFault.WrongPiece, WithPiece(Chunk with { Length = ChunkCutter.MostBytes + Blocks.Size }));

    [Fact]
    public void An_empty_piece_is_refused() => Refused(BundleFault.WrongPiece, WithPiece(Chunk with { Length = 0 }));

    [Theory]
    [InlineData(0)]
    [InlineData((5 * Blocks.Size) + 65)]
    public void A_chunk_that_compression_cannot_have_made_is_refused(int stored) =>
        Refused(BundleFault.WrongPiece, WithPiece(Chunk with { StoredLength = stored }));

    [Fact]
    public void A_delta_within_a_piece_is_refused() => Refused(BundleFault.WrongDelta, WithDelta(Delta with { NewLength = 4 * Blocks.Size }));

    [Fact]
    public void A_delta_from_beyond_the_partition_is_refused() =>
        Refused(BundleFault.WrongDelta, WithDelta(Delta with { OldOffset = new BundleLimits().RootBytes }));

    [Fact]
    public void A_delta_too_large_for_memory_is_refused() =>
        Refused(BundleFault.WrongDelta, WithDelta(Delta with { StoredLength = BundleDelta.MostStoredBytes + 1 }));

    [Fact]
    public void An_offset_that_would_overflow_is_refused() =>
        Refused(BundleFault.WrongDelta, WithDelta(Delta with { OldOffset = long.MaxValue / Blocks.Size * Blocks.Size }));

    private static BundleManifest WithPiece(BundlePiece piece) => Whole with { Kernel = Kernel with { Pieces = [piece, Zeros] } };

    private static BundleManifest WithDelta(BundleDelta delta) => Whole with { Deltas = [delta] };

    private static void Refused(BundleFault fault, BundleManifest manifest) => Refused(fault, manifest.Encode());

    private static void Refused(BundleFault fault, byte[] bytes) => Assert.Equal(fault, Read(bytes, new BundleLimits())?.Fault);

    private static BundleRefusal? Read(byte[] bytes, BundleLimits limits) =>
        BundleManifest.TryRead(bytes, limits, out _, out var refusal) ? null : refusal;
}
