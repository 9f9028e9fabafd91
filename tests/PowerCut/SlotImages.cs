using System.Globalization;
using System.Security.Cryptography;

namespace Hearth.Tests.PowerCut;

/// <summary>A version for a slot, made as image-builder/stages/slot makes one, of random bytes.</summary>
/// <param name="Kernel">Its kernel partition.</param>
/// <param name="Root">Its root partition.</param>
internal sealed record SlotImages(byte[] Kernel, byte[] Root)
{
    /// <param name="layout">How large.</param>
    /// <param name="seed">Another number, another version.</param>
    /// <param name="rootBlocks">Blocks of the root without its tree.</param>
    /// <param name="kernelSize">Bytes of the kernel in its partition.</param>
    public static SlotImages Make(DiskLayout layout, int seed, int rootBlocks = 300, int kernelSize = 200_000)
    {
        var random = new Random(seed);
        var data = Bytes(random, rootBlocks * VerityTree.BlockSize);
        var salt = Bytes(random, 32);
        var (tree, hash) = VerityTree.Build(data, salt);

        using var folder = new TemporaryFolder();
        var files = Directory.CreateDirectory(folder.File("files")).FullName;
        var settings = $"set arguments=\"hearth.blocks={rootBlocks} hearth.hash={Hex(hash)} hearth.salt={Hex(salt)} ro\"\n";
        File.WriteAllBytes(Path.Join(files, "vmlinuz"), Bytes(random, kernelSize));
        File.WriteAllBytes(Path.Join(files, "initrd.img"), Bytes(random, 90_000));
        File.WriteAllText(Path.Join(files, "slot.cfg"), settings);
        string[] names = ["vmlinuz", "initrd.img", "slot.cfg"];
        File.WriteAllText(Path.Join(files, "SHA256SUMS"), string.Concat(names.Select(name => Sum(files, name))));

        var image = folder.File("kernel.ext2");
        var size = (layout.KernelA.Length / 1024).ToString(CultureInfo.InvariantCulture) + "k";
        Tool.Demand("/usr/sbin/mke2fs", "-q", "-t", "ext2", "-b", "4096", "-m", "0", "-N", "16", "-O", "^resize_inode,^dir_index", "-d", files, image, size);
        return new(File.ReadAllBytes(image), [.. data, .. tree]);
    }

    private static string Sum(string folder, string name) => $"{Hex(SHA256.HashData(File.ReadAllBytes(Path.Join(folder, name))))}  {name}\n";

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
