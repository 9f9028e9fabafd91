using System.Text.RegularExpressions;

namespace Hearth.Tests.Machine.Images;

/// <summary>What <c>make image</c> left for a board: the image and the parts it was made from.</summary>
internal sealed partial class ImageBuild
{
    private readonly string folder;

    private ImageBuild(string board)
    {
        Board = board;
        folder = Path.Combine(TestOutput.Out, "build", board.Replace('/', '-'));
    }

    /// <summary>Vendor and board, such as <c>qemu/virt-arm64</c>.</summary>
    public string Board { get; }

    public static ImageBuild Virt { get; } = new("qemu/virt-arm64");

    public static ImageBuild Pc { get; } = new("generic/pc-x86-64");

    public static ImageBuild RaspberryPi { get; } = new("raspberrypi/arm64");

    /// <summary>The disk, as it is flashed.</summary>
    public string Disk => PathOf("disk/disk.img");

    public string Kernel => PathOf("kernel/vmlinuz");

    public string Initramfs => PathOf("initramfs/initrd.img");

    /// <summary>U-Boot for the emulated board.</summary>
    public string Firmware => PathOf("boot/u-boot.bin");

    /// <summary>A static BusyBox of the target, from the image's own packages.</summary>
    public string BusyBox => PathOf("initramfs/tree/bin/busybox");

    /// <summary>The kernel's release, such as <c>7.2.12+deb13-arm64</c>.</summary>
    public string KernelRelease => File.ReadAllText(PathOf("packages/kernel.release")).Trim();

    /// <summary>The kernel's arguments from the slot's own file; GRUB adds the root's identity.</summary>
    public string KernelArguments => Quoted().Match(File.ReadAllText(PathOf("slot/files/slot.cfg"))).Groups[1].Value;

    /// <summary>Whether the image's binary is translated in the machine.</summary>
    public bool IsTranslated => File.ReadAllText(PathOf("payload/kind")).Trim() == "translated";

    /// <summary>A module of the image's own kernel that the image does not hold, from the kernel's package.</summary>
    /// <param name="name">Such as <c>drivers/gpio/gpio-sim.ko</c>.</param>
    /// <param name="cancel">Ends the unpacking.</param>
    public async Task<byte[]> KernelModuleAsync(string name, CancellationToken cancel)
    {
        var package = Directory.GetFiles(Path.Combine(TestOutput.Out, "build", "downloads"), $"linux-modules-{KernelRelease}_*.deb").Single();
        var module = Path.GetTempFileName();
        try
        {
            const string Unpack = "dpkg-deb --fsys-tarfile \"$0\" | tar -xO \"$1\" | xz -dc >\"$2\"";
            await OwnedProcess.RunAsync(["sh", "-c", Unpack, package, $"./usr/lib/modules/{KernelRelease}/kernel/{name}.xz", module], cancel);
            return await File.ReadAllBytesAsync(module, cancel);
        }
        finally
        {
            File.Delete(module);
        }
    }

    /// <summary>A file of a stage.</summary>
    /// <exception cref="InvalidOperationException">The image was not built.</exception>
    public string PathOf(string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? path : throw new InvalidOperationException($"There is no {path}. Run make image BOARD={Board} first.");
    }

    [GeneratedRegex("arguments=\"([^\"]*)\"")]
    private static partial Regex Quoted();
}
