using System.Security.Cryptography;

namespace Hearth.Updates.Slots;

/// <summary>
/// Writes a version into the slot that is not running. The order is what makes a power cut harmless: the slot is made
/// unstartable first; the root is written, flushed and read back; then the kernel, all but its first block; and that block
/// last, when everything else was found right, as without it the boot loader sees no file system there.
/// Holds one block and one buffer, however large the images.
/// </summary>
public sealed class SlotWriter : IDisposable
{
    /// <summary>The first block of the kernel's partition, with ext2's superblock in it.</summary>
    public const int HeadSize = 4096;

    /// <summary>Bytes after which what was written is flushed: a power cut costs no more than these, as the rest is found again.</summary>
    public const int FlushedBytes = 4 << 20;

    private const int ReadBackSize = 256 * 1024;

    private readonly IBlockDevice root;
    private readonly IBlockDevice kernel;
    private readonly SlotImage rootImage;
    private readonly SlotImage kernelImage;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] head = new byte[HeadSize];
    private SlotPart part = SlotPart.Root;
    private long position;
    private long unflushed;
    private SlotFault? fault;
    private bool finished;

    /// <summary>Makes the slot unstartable, and is ready for the root.</summary>
    /// <param name="root">The slot's root partition.</param>
    /// <param name="kernel">The slot's kernel partition.</param>
    /// <param name="rootImage">What the root partition is to hold.</param>
    /// <param name="kernelImage">What the kernel partition is to hold.</param>
    public SlotWriter(IBlockDevice root, IBlockDevice kernel, SlotImage rootImage, SlotImage kernelImage)
    {
        (this.root, this.kernel, this.rootImage, this.kernelImage) = (root, kernel, rootImage, kernelImage);
        if (rootImage.Length > root.Length || kernelImage.Length > kernel.Length)
        {
            fault = SlotFault.DoesNotFit;
            return;
        }

        WriteHead(new byte[HeadSize]);
    }

    /// <summary>Takes the next bytes of an image: the root from its start to its end, then the kernel.</summary>
    /// <param name="image">Which image.</param>
    /// <param name="offset">Where in it; always where the last bytes ended.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Why the version cannot be written; null where it goes on.</returns>
    /// <exception cref="IOException">The medium fails.</exception>
    public SlotFault? Write(SlotPart image, long offset, ReadOnlySpan<byte> bytes)
    {
        if (image == SlotPart.Kernel && part == SlotPart.Root)
        {
            FinishRoot();
        }

        if (fault is not null)
        {
            return fault;
        }

        if (image != part || offset != position || finished)
        {
            throw new ArgumentException($"the next bytes are those of the {part} at {position}", nameof(offset));
        }

        if (bytes.Length > Image.Length - position)
        {
            return fault = SlotFault.TooLong;
        }

        hash.AppendData(bytes);
        position += bytes.Length;
        Put(offset, bytes);
        if ((unflushed += bytes.Length) >= FlushedBytes)
        {
            unflushed = 0;
            (part == SlotPart.Root ? root : kernel).Flush();
        }

        return null;
    }

    /// <summary>After the last byte: makes the slot startable, where everything in it is right.</summary>
    /// <returns>Why the version is not in the slot; null where it is, on the medium.</returns>
    /// <exception cref="IOException">The medium fails.</exception>
    public SlotFault? Finish()
    {
        if (part == SlotPart.Root && !FinishRoot())
        {
            return fault;
        }

        if (fault is null && !finished && Check(kernel, kernelImage, head))
        {
            finished = true;
            WriteHead(head);
            if (!ReadBack(kernel, kernelImage, []))
            {
                fault = SlotFault.BadMedium;
                WriteHead(new byte[HeadSize]);
            }
        }

        return fault;
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private SlotImage Image => part == SlotPart.Root ? rootImage : kernelImage;

    private bool FinishRoot()
    {
        if (fault is null && Check(root, rootImage, []))
        {
            (part, position) = (SlotPart.Kernel, 0);
        }

        return fault is null;
    }

    // The kernel's first block is kept for the end.
    private void Put(long offset, ReadOnlySpan<byte> bytes)
    {
        if (part == SlotPart.Root)
        {
            root.Write(offset, bytes);
            return;
        }

        var kept = (int)Math.Clamp(HeadSize - offset, 0, bytes.Length);
        bytes[..kept].CopyTo(head.AsSpan((int)Math.Min(offset, HeadSize)));
        if (kept < bytes.Length)
        {
            kernel.Write(offset + kept, bytes[kept..]);
        }
    }

    private bool Check(IBlockDevice device, SlotImage image, ReadOnlySpan<byte> notYetWritten)
    {
        var digest = hash.GetHashAndReset();
        fault = position < image.Length ? SlotFault.Truncated
            : !image.Sha256.Span.SequenceEqual(digest) ? SlotFault.WrongHash
            : null;
        if (fault is null)
        {
            device.Flush();
            fault = ReadBack(device, image, notYetWritten) ? null : SlotFault.BadMedium;
        }

        return fault is null;
    }

    private bool ReadBack(IBlockDevice device, SlotImage image, ReadOnlySpan<byte> notYetWritten)
    {
        var buffer = new byte[ReadBackSize];
        var start = (int)Math.Min(notYetWritten.Length, image.Length);
        hash.AppendData(notYetWritten[..start]);
        for (long offset = start; offset < image.Length; offset += buffer.Length)
        {
            var chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, image.Length - offset));
            device.Read(offset, chunk);
            hash.AppendData(chunk);
        }

        return image.Sha256.Span.SequenceEqual(hash.GetHashAndReset());
    }

    private void WriteHead(ReadOnlySpan<byte> bytes)
    {
        kernel.Write(0, bytes[..(int)Math.Min(bytes.Length, kernel.Length)]);
        kernel.Flush();
    }
}
