using System.Globalization;
using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;

namespace Hearth.Release.Bundles;

/// <summary>The two images of a slot, whole.</summary>
/// <param name="Kernel">The kernel's image.</param>
/// <param name="Root">The root's image, its hash tree included.</param>
/// <param name="RootDataLength">Bytes of the root before its tree.</param>
/// <param name="RootSalt">The tree's salt.</param>
internal sealed record SlotContent(byte[] Kernel, byte[] Root, long RootDataLength, byte[] RootSalt)
{
    public static string KernelFile => "slot/kernel.ext2";

    public static string RootFile => "root/root.erofs";

    /// <summary>Reads what the image builder left for a board, <c>out/build/BOARD</c>.</summary>
    public static SlotContent Read(string folder)
    {
        var verity = Path.Join(folder, "root/verity");
        var fields = File.ReadLines(verity).Select(line => line.Split('=', 2)).ToLookup(field => field[0], field => field[^1]);
        return int.TryParse(fields["blocks"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var blocks) && blocks > 0
            && fields["salt"].FirstOrDefault() is { Length: 2 * HashTree.SaltSize } salt && salt.All(char.IsAsciiHexDigit)
                ? new SlotContent(
                    File.ReadAllBytes(Path.Join(folder, KernelFile)),
                    File.ReadAllBytes(Path.Join(folder, RootFile)),
                    (long)blocks * Blocks.Size,
                    Convert.FromHexString(salt))
                : throw new ReleaseException($"{verity} does not say blocks and salt: build it again with `UNTIL=slot image-builder/build VENDOR/BOARD`");
    }

    /// <summary>An image's bytes without its tree.</summary>
    public ReadOnlyMemory<byte> DataOf(SlotPart image) => image == SlotPart.Kernel ? Kernel : Root.AsMemory(0, (int)RootDataLength);

    /// <summary>Whether the tree in the root is the one that a device computes.</summary>
    public bool HasKnownTree()
    {
        if (Root.Length != RootDataLength + HashTree.LengthFor(RootDataLength))
        {
            return false;
        }

        using var tree = new HashTree(RootDataLength, RootSalt);
        for (var offset = 0L; offset < RootDataLength; offset += Blocks.Size)
        {
            tree.Append(Root.AsSpan((int)offset, Blocks.Size));
        }

        return tree.Finish(out _).AsSpan().SequenceEqual(Root.AsSpan((int)RootDataLength));
    }
}
