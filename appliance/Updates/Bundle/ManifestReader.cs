using System.Text;
using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>
/// Reads a manifest front to back. The first fault is kept, and from then on everything reads as empty; nothing is allocated
/// for what a number only promises.
/// </summary>
internal ref struct ManifestReader(ReadOnlySpan<byte> input, BundleLimits limits)
{
    private ReadOnlySpan<byte> rest = input;

    /// <summary>What is wrong; null while all is right.</summary>
    public BundleRefusal? Refusal { get; private set; }

    public BundleManifest? Read()
    {
        if (rest.Length > limits.ManifestBytes)
        {
            Fail(BundleFault.WrongLength, $"it is longer than {limits.ManifestBytes} bytes");
        }

        if (!Take(BundleManifest.Magic.Length).SequenceEqual(BundleManifest.Magic))
        {
            Fail(BundleFault.UnknownFormat, "it is no manifest of the version that is known here");
            return null;
        }

        var (board, version) = (ReadName("board"), ReadName("version"));
        var (root, kernel) = (ReadImage(SlotPart.Root), ReadImage(SlotPart.Kernel));
        var deltas = new List<BundleDelta>();
        for (var left = ReadNumber(); left > 0 && Refusal is null; left--)
        {
            ReadDelta(root, kernel, deltas);
        }

        if (!rest.IsEmpty)
        {
            Fail(BundleFault.WrongLength, $"{rest.Length} bytes follow its end");
        }

        return Refusal is null ? new BundleManifest(board, version, root, kernel, deltas) : null;
    }

    // Letters, digits and a few marks: names go into paths, the log and the panel.
    private string ReadName(string what)
    {
        var length = ReadNumber();
        var name = length is > 0 and <= BundleManifest.MostNameBytes ? Take(length) : default;
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)character) && !"-_.+/~"u8.Contains(character))
            {
                name = default;
                break;
            }
        }

        if (name.IsEmpty)
        {
            Fail(BundleFault.WrongName, $"its {what} has no name that can be taken");
        }

        return Encoding.ASCII.GetString(name);
    }

    private BundleImage ReadImage(SlotPart image)
    {
        var length = ReadBlocks();
        var hash = ReadHash();
        var salt = ReadNumber() switch
        {
            0 => null,
            1 => (ReadOnlyMemory<byte>?)Take(HashTree.SaltSize).ToArray(),
            _ => Fail(BundleFault.WrongNumber, $"the tree of the {image} is of an unknown kind"),
        };
        var pieces = new List<BundlePiece>();
        var end = 0L;
        for (var left = ReadNumber(); left > 0 && Refusal is null; left--)
        {
            var piece = ReadPiece(end);
            pieces.Add(piece);
            end = piece.End;
            if (end > length)
            {
                Fail(BundleFault.WrongPiece, $"the pieces of the {image} are longer than it is");
            }
        }

        var whole = end + (salt is null ? 0 : HashTree.LengthFor(end));
        if (length == 0 || length > limits.BytesOf(image) || length != whole)
        {
            Fail(BundleFault.WrongImageSize, $"the {image} has {length} bytes, its pieces and tree {whole}, its partition {limits.BytesOf(image)}");
        }

        return new BundleImage(image, length, hash, salt, pieces);
    }

    private BundlePiece ReadPiece(long offset)
    {
        var head = ReadNumber();
        var (length, isChunk) = (ToBytes(head >> 1), (head & 1) != 0);
        if (length == 0 || (isChunk && length > ChunkCutter.MostBytes))
        {
            Fail(BundleFault.WrongPiece, $"a piece has {length} bytes");
        }

        if (!isChunk)
        {
            return new BundlePiece(offset, length, null, 0);
        }

        var hash = ReadHash();
        var stored = ReadNumber();
        if (stored == 0 || stored > length + BundleManifest.MostOverhead)
        {
            Fail(BundleFault.WrongPiece, $"a chunk of {length} bytes is stored in {stored}");
        }

        return new BundlePiece(offset, length, hash, (int)Math.Min(stored, int.MaxValue));
    }

    private void ReadDelta(BundleImage root, BundleImage kernel, List<BundleDelta> deltas)
    {
        var number = ReadNumber();
        var image = number == 0 ? root : kernel;
        var (oldOffset, oldLength, oldHash) = (ReadBlocks(), ReadBlocks(), ReadHash());
        var (newOffset, newLength, newHash) = (ReadBlocks(), ReadBlocks(), ReadHash());
        var (stored, storedHash) = (ReadNumber(), ReadHash());
        if (Refusal is not null)
        {
            return;
        }

        if (number > 1
            || oldLength == 0 || oldOffset + oldLength > limits.BytesOf(image.Image)
            || newLength == 0 || !IsAtPiece(image, newOffset) || !IsAtPiece(image, newOffset + newLength)
            || stored is 0 or > BundleDelta.MostStoredBytes)
        {
            Fail(BundleFault.WrongDelta, $"a delta of {stored} bytes makes {newLength} bytes at {newOffset} out of {oldLength} at {oldOffset}");
            return;
        }

        deltas.Add(new BundleDelta(image.Image, oldOffset, oldLength, oldHash, newOffset, newLength, newHash, (int)stored, storedHash));
    }

    private static bool IsAtPiece(BundleImage image, long offset)
    {
        var (low, high) = (0, image.Pieces.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var start = image.Pieces[middle].Offset;
            if (start == offset)
            {
                return true;
            }

            (low, high) = start < offset ? (middle + 1, high) : (low, middle - 1);
        }

        return offset == image.DataLength;
    }

    private ContentHash ReadHash() => Take(ContentHash.Size) is { IsEmpty: false } digest ? ContentHash.From(digest) : Nothing;

    private static ContentHash Nothing { get; } = ContentHash.From(stackalloc byte[ContentHash.Size]);

    private long ReadBlocks() => ToBytes(ReadNumber());

    // Beyond every limit, but two of them can be added.
    private static long ToBytes(long blocks) => blocks <= long.MaxValue / 4 / Blocks.Size ? blocks * Blocks.Size : long.MaxValue / 4;

    private long ReadNumber()
    {
        if (Refusal is not null)
        {
            return 0;
        }

        if (!VariableNumber.TryRead(rest, out var number, out var size))
        {
            Fail(BundleFault.WrongNumber, "a number is cut off, or longer than it needs to be");
            return 0;
        }

        rest = rest[size..];
        return number;
    }

    private ReadOnlySpan<byte> Take(long size)
    {
        if (Refusal is not null || size > rest.Length)
        {
            Fail(BundleFault.WrongLength, "it ends inside a field");
            return default;
        }

        var taken = rest[..(int)size];
        rest = rest[(int)size..];
        return taken;
    }

    private ReadOnlyMemory<byte>? Fail(BundleFault fault, string detail)
    {
        Refusal ??= new BundleRefusal(fault, detail);
        return null;
    }
}
