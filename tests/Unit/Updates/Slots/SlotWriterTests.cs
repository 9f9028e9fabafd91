using System.Security.Cryptography;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Slots;

public sealed class SlotWriterTests : IDisposable
{
    private const int ChunkSize = 3000;

    private readonly byte[] rootImage = Bytes(seed: 1, 20_000);
    private readonly byte[] kernelImage = Bytes(seed: 2, 15_000);
    private readonly List<string> story = [];
    private readonly MemoryDevice root;
    private readonly MemoryDevice kernel;
    private readonly SlotWriter writer;

    public SlotWriterTests()
    {
        (root, kernel) = (new(32_768, "root", story), new(16_384, "kernel", story));
        kernel.Bytes.AsSpan().Fill(0xEE);
        writer = new(root, kernel, Image(rootImage), Image(kernelImage));
    }

    public void Dispose() => writer.Dispose();

    [Fact]
    public void The_slot_is_made_unstartable_first_and_startable_last()
    {
        Assert.Equal(new byte[SlotWriter.HeadSize], kernel.Bytes[..SlotWriter.HeadSize]);

        Assert.Null(Stream(SlotPart.Root, rootImage) ?? Stream(SlotPart.Kernel, kernelImage) ?? writer.Finish());

        Assert.Equal(
            ["kernel head", "kernel flush", "root head", "root rest", "root flush", "kernel rest", "kernel flush", "kernel head", "kernel flush"],
            story);
        Assert.Equal(rootImage, root.Bytes[..rootImage.Length]);
        Assert.Equal(kernelImage, kernel.Bytes[..kernelImage.Length]);
    }

    [Fact]
    public void It_writes_what_it_is_given_and_keeps_no_more_than_a_block()
    {
        Assert.Null(Stream(SlotPart.Root, rootImage) ?? Stream(SlotPart.Kernel, kernelImage) ?? writer.Finish());
        Assert.Equal(ChunkSize, root.LargestWrite);
        Assert.Equal(SlotWriter.HeadSize, kernel.LargestWrite);
    }

    [Fact]
    public void What_a_power_cut_costs_is_bounded_as_it_flushes_on_its_way()
    {
        const int Length = (2 * SlotWriter.FlushedBytes) + (4 * ChunkSize);
        var told = new List<string>();
        using var large = new SlotWriter(new MemoryDevice(Length, "root", told), kernel, Image(new byte[Length]), Image(kernelImage));

        for (var offset = 0; offset < Length; offset += ChunkSize)
        {
            Assert.Null(large.Write(SlotPart.Root, offset, new byte[Math.Min(ChunkSize, Length - offset)]));
        }

        Assert.Equal(["root head", "root rest", "root flush", "root rest", "root flush", "root rest"], told);
    }

    [Fact]
    public void A_wrong_root_is_noticed_before_any_byte_of_the_kernel_is_written()
    {
        rootImage[7] ^= 1;
        Assert.Null(Stream(SlotPart.Root, rootImage));
        Assert.Equal(SlotFault.WrongHash, Stream(SlotPart.Kernel, kernelImage));
        Assert.Equal(SlotFault.WrongHash, writer.Finish());
        Assert.DoesNotContain("kernel rest", story);
    }

    [Fact]
    public void A_wrong_kernel_leaves_no_slot_that_starts()
    {
        kernelImage[^1] ^= 1;
        Assert.Null(Stream(SlotPart.Root, rootImage) ?? Stream(SlotPart.Kernel, kernelImage));
        Assert.Equal(SlotFault.WrongHash, writer.Finish());
        Assert.Equal(new byte[SlotWriter.HeadSize], kernel.Bytes[..SlotWriter.HeadSize]);
    }

    [Theory]
    [InlineData(SlotPart.Root)]
    [InlineData(SlotPart.Kernel)]
    public void A_card_that_does_not_keep_what_it_is_given_is_noticed(SlotPart part)
    {
        (part == SlotPart.Root ? root : kernel).BadByte = 9_000;
        var fault = Stream(SlotPart.Root, rootImage) ?? Stream(SlotPart.Kernel, kernelImage) ?? writer.Finish();
        Assert.Equal(SlotFault.BadMedium, fault);
        Assert.Equal(new byte[SlotWriter.HeadSize], kernel.Bytes[..SlotWriter.HeadSize]);
    }

    [Fact]
    public void A_card_that_spoils_the_very_last_block_leaves_no_slot_that_starts()
    {
        kernel.BadByte = 100;
        Assert.Equal(SlotFault.BadMedium, Stream(SlotPart.Root, rootImage) ?? Stream(SlotPart.Kernel, kernelImage) ?? writer.Finish());
        kernel.BadByte = null;
        Assert.Equal(0, kernel.Bytes[1024]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(19_999, 0)]
    [InlineData(20_000, 0)]
    [InlineData(20_000, 14_999)]
    public void A_stream_that_ends_early_leaves_no_slot_that_starts(int ofRoot, int ofKernel)
    {
        var fault = Stream(SlotPart.Root, rootImage[..ofRoot]) ?? Stream(SlotPart.Kernel, kernelImage[..ofKernel]) ?? writer.Finish();
        Assert.Equal(SlotFault.Truncated, fault);
        Assert.Equal(new byte[SlotWriter.HeadSize], kernel.Bytes[..SlotWriter.HeadSize]);
    }

    [Fact]
    public void More_bytes_than_the_image_has_are_refused()
    {
        Assert.Null(Stream(SlotPart.Root, rootImage));
        Assert.Equal(SlotFault.TooLong, writer.Write(SlotPart.Root, rootImage.Length, new byte[1]));
    }

    [Fact]
    public void An_image_larger_than_its_partition_touches_nothing()
    {
        MemoryDevice small = new(16_384, "small", story);
        small.Bytes.AsSpan().Fill(0xEE);
        using SlotWriter refused = new(root, small, Image(rootImage), Image(Bytes(seed: 3, 16_385)));
        Assert.Equal(SlotFault.DoesNotFit, refused.Finish());
        Assert.Equal(0xEE, small.Bytes[0]);
    }

    [Fact]
    public void Bytes_out_of_order_are_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => writer.Write(SlotPart.Root, 1, [1]));

    private SlotFault? Stream(SlotPart part, byte[] image)
    {
        SlotFault? fault = null;
        for (var offset = 0; offset < image.Length && fault is null; offset += ChunkSize)
        {
            fault = writer.Write(part, offset, image.AsSpan(offset, Math.Min(ChunkSize, image.Length - offset)));
        }

        return fault;
    }

    private static SlotImage Image(byte[] bytes) => new(bytes.Length, SHA256.HashData(bytes));

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
