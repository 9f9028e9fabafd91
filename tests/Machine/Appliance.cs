using Hearth.Tests.Machine.Images;
using Hearth.Tests.Machine.Light;
using Hearth.Tests.Machine.Network;

namespace Hearth.Tests.Machine;

/// <summary>A board with an image in it: its disk outlives its power.</summary>
internal sealed class Appliance : IAsyncDisposable
{
    private readonly Hardware hardware;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("appliance");
    private EmulatedMachine? machine;
    private int starts;

    private Appliance(ImageBuild image, Hardware hardware, TestDisk disk, string label)
    {
        Image = image;
        this.hardware = hardware;
        Disk = disk;
        Label = label;
    }

    public ImageBuild Image { get; }

    public TestDisk Disk { get; }

    public string Label { get; }

    /// <summary>Its network; by default ports of its own on 127.0.0.1.</summary>
    public INetworkCable Network { get; private init; } = new HostForward();

    /// <summary>Further devices, such as a second disk.</summary>
    public IReadOnlyList<string> Devices { get; private init; } = [];

    /// <summary>Whether every write on its disk is heard.</summary>
    public bool WatchesDisk { get; init; }

    /// <summary>The machine that is running.</summary>
    public EmulatedMachine Machine => machine ?? throw new InvalidOperationException($"{Label} is switched off.");

    /// <summary>The ports on 127.0.0.1.</summary>
    public HostForward Forward => (HostForward)Network;

    public static Appliance Virt(TestDisk disk, string label, INetworkCable? network = null, IReadOnlyList<string>? devices = null) =>
        new(ImageBuild.Virt, Hardware.Virt, disk, label) { Network = network ?? new HostForward(), Devices = devices ?? [] };

    public static Appliance Pc(TestDisk disk, string label, INetworkCable? network = null, IReadOnlyList<string>? devices = null) =>
        new(ImageBuild.Pc, Hardware.Pc, disk, label) { Network = network ?? new HostForward(), Devices = devices ?? [] };

    /// <summary>A PC whose network card notices its cable: the driver of the usual one misses that in emulation.</summary>
    public static Appliance PcWithCable(TestDisk disk, string label) => new(ImageBuild.Pc, Hardware.Pc with { NetworkCard = "e1000" }, disk, label);

    /// <summary>A PC with no watchdog but its chipset's own, as most are.</summary>
    public static Appliance PcWithChipsetWatchdog(TestDisk disk, string label) => new(ImageBuild.Pc, Hardware.PcWithChipsetWatchdog, disk, label);

    /// <summary>A PC whose every write is heard.</summary>
    public static Appliance WatchedPc(TestDisk disk, string label) => new(ImageBuild.Pc, Hardware.Pc, disk, label) { WatchesDisk = true };

    /// <summary>A PC of whose disk everything is recorded, in the order in which it was asked for, with every flush.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="label">Names the console's log.</param>
    /// <param name="network">Its network.</param>
    /// <param name="log">The recording, in the format of dm-log-writes.</param>
    public static Appliance RecordedPc(TestDisk disk, string label, INetworkCable network, string log)
    {
        File.WriteAllBytes(log, []);
        return new(ImageBuild.Pc, Hardware.Pc with { Disk = file => Hardware.RecordedDisk(file, log) }, disk, label) { Network = network, WatchesDisk = true };
    }

    public static Appliance RaspberryPi(TestDisk disk, string label) => new(ImageBuild.RaspberryPi, Hardware.RaspberryPi3, disk, label);

    /// <summary>A PC's firmware, which keeps its variables with the board: in a folder.</summary>
    public static IEnumerable<string> UefiArguments(string folder)
    {
        const string Ovmf = "/usr/share/OVMF";
        var variables = Path.Combine(folder, "variables");
        if (!File.Exists(variables))
        {
            File.Copy($"{Ovmf}/OVMF_VARS_4M.fd", variables);
        }

        return
        [
            "-drive", $"if=pflash,format=raw,readonly=on,file={Ovmf}/OVMF_CODE_4M.fd",
            "-drive", $"if=pflash,format=raw,file={variables}",
        ];
    }

    /// <summary>Switches it on; it starts as it would on a desk: firmware, boot loader, kernel.</summary>
    public Task PowerOnAsync(CancellationToken cancel) => StartAsync(FirmwareArguments(), withAgent: false, cancel);

    /// <summary>
    /// Starts the image's kernel and verified root with the tests' initramfs, and waits for the agent. The disk must have been
    /// started before: a first start changes the identity by which the root is found.
    /// </summary>
    /// <param name="cancel">Ends the start.</param>
    /// <param name="files">Files for the agent, by name.</param>
    public async Task PowerOnWithAgentAsync(CancellationToken cancel, IReadOnlyDictionary<string, byte[]>? files = null)
    {
        const int RootA = 4;
        var initramfs = Path.Combine(folder.FullName, "initrd");
        AgentInitramfs.Write(Image, initramfs, files ?? new Dictionary<string, byte[]>());
        var root = await Disk.PartitionIdAsync(RootA, cancel);
        var arguments = $"{Image.KernelArguments} hearth.root={root} hearth.slot=a {AgentInitramfs.KernelArgument} console={hardware.SerialName}";
        await StartAsync(["-kernel", Image.Kernel, "-initrd", initramfs, "-append", arguments], withAgent: true, cancel);
        await Machine.Agent.ReadyAsync(Bounds.Boot, cancel);
    }

    /// <summary>Claims it as its owner would: the light, a press, a name on the panel.</summary>
    public async Task ClaimAsync(PanelClient panel, string username, CancellationToken cancel)
    {
        await Machine.Light.ShowsAsync(Rhythm.Unclaimed, Bounds.Boot, cancel);
        await Machine.TapAsync(cancel);
        await Machine.Light.ShowsAsync(Rhythm.Pairing, Bounds.Answer, cancel);
        await panel.ClaimAsync(username, cancel);
    }

    /// <summary>Pulls the plug.</summary>
    public async Task CutPowerAsync()
    {
        await Machine.DisposeAsync();
        machine = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (machine is not null)
        {
            await machine.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private async Task StartAsync(IEnumerable<string> boot, bool withAgent, CancellationToken cancel)
    {
        if (machine is not null)
        {
            throw new InvalidOperationException($"{Label} is running already.");
        }

        machine = await EmulatedMachine.StartAsync(
            new MachineOptions
            {
                Hardware = hardware,
                Label = $"{Label}-{++starts}",
                Disk = Disk.Path,
                Boot = [.. boot],
                Devices = [.. hardware.Watchdog, .. hardware.Keyboard, .. Devices],
                Network = Network,
                WatchesDisk = WatchesDisk,
                HasAgentPort = withAgent,
            },
            cancel);
    }

    private IEnumerable<string> FirmwareArguments()
    {
        if (hardware == Hardware.Virt)
        {
            return ["-bios", Image.Firmware];
        }

        if (hardware == Hardware.RaspberryPi3)
        {
            return ["-kernel", Image.PathOf("boot/u-boot-rpi-3.bin"), "-dtb", Image.PathOf("kernel/device-trees/bcm2837-rpi-3-b.dtb")];
        }

        return UefiArguments(folder.FullName);
    }
}
