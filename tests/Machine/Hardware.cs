namespace Hearth.Tests.Machine;

/// <summary>A machine that QEMU emulates.</summary>
internal sealed record Hardware
{
    /// <summary>ARM's <c>virt</c> board: PL061 lines for light and button, PCI.</summary>
    public static readonly Hardware Virt = new()
    {
        Emulator = "qemu-system-aarch64",
        // With ACPI and a firmware the board has no GPIO controller; U-Boot goes by the device tree.
        Machine = ["-M", "virt,acpi=off", "-cpu", "cortex-a72", "-smp", "2"],
        Disk = file => ["-drive", $"if=none,id=disk,file={file},format=qcow2", "-device", "virtio-blk-pci,drive=disk"],
        NetworkCard = "virtio-net-pci",
        Gpio = new GpioWires("pl061", Light: 5, Button: 4),
        SerialName = "ttyAMA0",
        Watchdog = ["-device", "i6300esb", "-action", "watchdog=reset"],
    };

    /// <summary>A Raspberry Pi 3 B; its memory is 1 GiB, and its card's size a power of two.</summary>
    public static readonly Hardware RaspberryPi3 = new()
    {
        Emulator = "qemu-system-aarch64",
        Machine = ["-M", "raspi3b"],
        Disk = file => ["-drive", $"if=sd,file={file},format=qcow2"],
        // The first UART is the Bluetooth chip's.
        SerialBefore = ["-serial", "null"],
        NetworkCard = "usb-net",
        MemoryMegabytes = 1024,
        SerialName = "ttyS1,115200",
    };

    /// <summary>A small PC: UEFI, SATA disk, Intel network card that does not start from the network.</summary>
    public static readonly Hardware Pc = new()
    {
        Emulator = "qemu-system-x86_64",
        // An AMD: the kernel keeps no second set of page tables for it, which an emulator pays for at every system call.
        // One processor: with two, QEMU 7.2's emulation trips over the kernel patching its own code (an int3 that is no breakpoint).
        Machine = ["-M", "q35", "-cpu", "EPYC,check=off", "-smp", "1"],
        Disk = file => ["-drive", $"if=none,id=disk,file={file},format=qcow2", "-device", "ide-hd,drive=disk,bootindex=1"],
        NetworkCard = "e1000e,romfile=",
        SerialName = "ttyS0",
        Keyboard = ["-device", "qemu-xhci", "-device", "usb-kbd"],
        KeyboardLight = Light.KeyboardLight.ScrollLock,
        // The chipset's own watchdog counts too; QEMU straps it to do nothing unless told.
        Watchdog = ["-device", "i6300esb", "-global", "ICH9-LPC.noreboot=false", "-action", "watchdog=reset"],
    };

    /// <summary>The same without a watchdog on a card: what it has is the chipset's own.</summary>
    public static Hardware PcWithChipsetWatchdog => Pc with { Watchdog = ["-global", "ICH9-LPC.noreboot=false", "-action", "watchdog=reset"] };

    /// <summary>The same for a disk that is a raw file.</summary>
    public static Hardware PcWithRawDisk => Pc with
    {
        Disk = file => ["-drive", $"if=none,id=disk,file={file},format=raw", "-device", "ide-hd,drive=disk,bootindex=1"],
    };

    public required string Emulator { get; init; }

    public required IReadOnlyList<string> Machine { get; init; }

    /// <summary>The same for a PC whose every write and flush is recorded.</summary>
    public static IEnumerable<string> RecordedDisk(string file, string log) =>
    [
        "-drive", $"if=none,id=disk,driver=blklogwrites,file.driver=qcow2,file.file.driver=file,file.file.filename={file},log.driver=file,log.filename={log},log-super-update-interval=1",
        "-device", "ide-hd,drive=disk,bootindex=1",
    ];

    /// <summary>From a qcow2 file to the arguments that make it the boot disk.</summary>
    public required Func<string, IEnumerable<string>> Disk { get; init; }

    public IReadOnlyList<string> SerialBefore { get; init; } = [];

    public required string NetworkCard { get; init; }

    /// <summary>The watchdog, and what happens when nobody feeds it.</summary>
    public IReadOnlyList<string> Watchdog { get; init; } = [];

    /// <summary>The serial line, as Linux names it.</summary>
    public required string SerialName { get; init; }

    public int MemoryMegabytes { get; init; } = 512;

    /// <summary>The GPIO wires of light and button, where the hardware has some.</summary>
    public GpioWires? Gpio { get; init; }

    /// <summary>A keyboard, where the machine has none.</summary>
    public IReadOnlyList<string> Keyboard { get; init; } = [];

    /// <summary>Which light of a PS/2 keyboard is the appliance's; its button is then the pause key of a USB keyboard.</summary>
    public int? KeyboardLight { get; init; }
}
