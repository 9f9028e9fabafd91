using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Hearth.Tests.Machine.Light;
using Hearth.Tests.Machine.Updates;

namespace Hearth.Tests.Machine;

/// <summary>
/// One emulated machine, from its switch to its plug. It is started halted, so that everything that watches it is there before
/// its first instruction; QEMU comes to our sockets, so that nothing has to try again.
/// </summary>
internal sealed class EmulatedMachine : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("machine");
    private readonly MachineOptions options;
    private long switchedOn;
    private OwnedProcess? process;
    private QtestClient? qtest;
    private LightWatcher? light;
    private Button? button;
    private MachineAgent? agent;
    private DiskWrites? disk;

    private EmulatedMachine(MachineOptions options) => this.options = options;

    public QmpClient Qmp { get; private set; } = null!;

    public SerialConsole Console { get; private set; } = null!;

    /// <summary>The light, where the hardware has one that can be watched.</summary>
    public LightWatcher Light => light ?? throw NotThere("a light");

    /// <summary>The button, where the hardware has one that can be driven.</summary>
    public Button Button => button ?? throw NotThere("a button");

    /// <summary>The tests' agent inside, where the machine was given a port for it.</summary>
    public MachineAgent Agent => agent ?? throw NotThere("an agent");

    /// <summary>What it writes on its disk, where that is watched.</summary>
    public DiskWrites Disk => disk ?? throw NotThere("a watched disk");

    /// <summary>The wires and registers.</summary>
    public QtestClient Qtest => qtest!;

    /// <summary>Since it was switched on.</summary>
    public TimeSpan Elapsed => SincePower(Stopwatch.GetTimestamp());

    /// <summary>Starts a machine.</summary>
    public static async Task<EmulatedMachine> StartAsync(MachineOptions options, CancellationToken cancel)
    {
        var machine = new EmulatedMachine(options);
        try
        {
            await machine.AssembleAsync(cancel);
            machine.switchedOn = Stopwatch.GetTimestamp();
            await machine.Qmp.ExecuteAsync("cont", cancel);
            return machine;
        }
        catch (Exception fault)
        {
            var said = await machine.LastWordsAsync();
            await machine.DisposeAsync();
            throw new InvalidOperationException($"{options.Hardware.Emulator} did not start: {said}", fault);
        }
    }

    /// <summary>Presses the appliance's button for a moment: its own, or the power button of a PC, which has no length.</summary>
    public Task TapAsync(CancellationToken cancel) =>
        options.Hardware.Gpio is null ? Qmp.ExecuteAsync("system_powerdown", cancel) : Button.PressAsync(Button.Tap, cancel);

    /// <summary>Presses the machine's reset button; returns when it has been reset.</summary>
    public async Task ResetAsync(CancellationToken cancel)
    {
        var before = Qmp.Events.Count;
        await Qmp.ExecuteAsync("system_reset", cancel);
        await Qmp.Events.WaitAsync(happened => happened.Name == "RESET", "reset", TimeSpan.FromSeconds(30), cancel, before);
    }

    /// <summary>Pulls the plug. What the machine had not flushed is lost with QEMU's own process.</summary>
    public Task CutPowerAsync() => process!.KillAsync();

    /// <summary>Plugs the network cable in or pulls it out.</summary>
    public Task SetCarrierAsync(bool isPluggedIn, CancellationToken cancel) =>
        Qmp.ExecuteAsync("set_link", cancel, new JsonObject { ["name"] = "card0", ["up"] = isPluggedIn });

    /// <summary>Takes the processors' time away, or gives it back.</summary>
    public Task SetRunningAsync(bool isRunning, CancellationToken cancel) => Qmp.ExecuteAsync(isRunning ? "cont" : "stop", cancel);

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        light?.Dispose();
        agent?.Dispose();
        qtest?.Dispose();
        Console?.Dispose();
        Qmp?.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task AssembleAsync(CancellationToken cancel)
    {
        using var qmp = Listen("qmp");
        using var wires = Listen("qtest");
        using var serial = Listen("serial");
        using var hands = Listen("agent");
        process = OwnedProcess.Start([.. options.Network?.Prefix ?? [], .. CommandLine()]);
        if (options.WatchesDisk)
        {
            process.LineCame += (disk = new DiskWrites()).Take;
        }

        var console = await AcceptAsync(serial, cancel);
        Console = new SerialConsole(console, TestOutput.LogFile(options.Label), () => Elapsed);
        agent = options.HasAgentPort ? new MachineAgent(await AcceptAsync(hands, cancel)) : null;
        Qmp = await QmpClient.OpenAsync(await AcceptAsync(qmp, cancel), cancel);
        qtest = new QtestClient(await AcceptAsync(wires, cancel));
        if (options.Hardware.KeyboardLight is { } bit)
        {
            WatchKeyboard(new KeyboardLight(bit), bit);
        }

        if (options.Hardware.Gpio is { } gpio)
        {
            await WireAsync(gpio, cancel);
        }
    }

    private async Task WireAsync(GpioWires gpio, CancellationToken cancel)
    {
        var controller = (await Qmp.FindDevicesAsync(gpio.ControllerType, cancel)).Single();
        light = new LightWatcher(gpio.Light, SincePower);
        button = new WireButton(Qtest, controller, gpio.Button);
        Qtest.EdgeCame += light.Observe;
        AtReset(() =>
        {
            Light.Forget();
            _ = Button.ReleaseAsync(CancellationToken.None);
        });
        await Qtest.InterceptOutputsAsync(controller, cancel);
        await Button.ReleaseAsync(cancel);
    }

    private void WatchKeyboard(KeyboardLight keyboard, int bit)
    {
        light = new LightWatcher(bit, SincePower);
        button = new KeyButton(Qmp);
        process!.LineCame += line =>
        {
            if (keyboard.Read(line, Stopwatch.GetTimestamp()) is { } edge)
            {
                light.Observe(edge);
            }
        };
        AtReset(light.Forget);
    }

    private void AtReset(Action then) => Qmp.EventCame += happened =>
    {
        if (happened.Name == "RESET")
        {
            then();
        }
    };

    private IEnumerable<string> CommandLine()
    {
        var hardware = options.Hardware;
        return
        [
            hardware.Emulator, .. hardware.Machine, "-m", $"{hardware.MemoryMegabytes}", "-nodefaults", "-no-user-config", "-display", "none", "-S",
            .. options.Boot,
            .. options.Disk is null ? [] : hardware.Disk(options.Disk),
            .. NetworkArguments(),
            .. options.Devices,
            .. hardware.SerialBefore, "-chardev", $"socket,id=serial,path={PathOf("serial")}", "-serial", "chardev:serial",
            "-chardev", $"socket,id=qmp,path={PathOf("qmp")}", "-mon", "chardev=qmp,mode=control",
            "-qtest", $"unix:{PathOf("qtest")}", "-qtest-log", "none",
            .. AgentArguments(),
            .. hardware.KeyboardLight is null ? [] : (string[])["-trace", KeyboardLight.TracePoint],
            .. options.WatchesDisk ? (string[])["-trace", DiskWrites.TracePoint] : [],
        ];
    }

    private IEnumerable<string> NetworkArguments()
    {
        if (options.Network is not { } cable)
        {
            return ["-nic", "none"];
        }

        var address = cable.MacAddress is null ? "" : $",mac={cable.MacAddress}";
        return ["-netdev", cable.Netdev, "-device", $"{options.Hardware.NetworkCard},netdev=net0,id=card0{address}"];
    }

    private IEnumerable<string> AgentArguments() => !options.HasAgentPort
        ? []
        : ["-device", "virtio-serial-pci", "-chardev", $"socket,id=agent,path={PathOf("agent")}", "-device", "virtserialport,chardev=agent,name=agent"];

    private string PathOf(string socket) => Path.Combine(folder.FullName, socket);

    private Socket Listen(string name)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(PathOf(name)));
        listener.Listen(1);
        return listener;
    }

    /// <summary>QEMU's connection, as long as it lives.</summary>
    private async Task<NetworkStream> AcceptAsync(Socket listener, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var accepted = listener.AcceptAsync(either.Token).AsTask();
        if (await Task.WhenAny(accepted, process!.WaitForExitAsync(either.Token)) == accepted)
        {
            return new NetworkStream(await accepted, ownsSocket: true);
        }

        await either.CancelAsync();
        throw new InvalidOperationException("It ended before it came to us.");
    }

    /// <summary>What QEMU printed, ended by us where it did not end by itself.</summary>
    private async Task<string> LastWordsAsync()
    {
        if (process is null)
        {
            return "";
        }

        await process.KillAsync();
        return process.Output;
    }

    private TimeSpan SincePower(long timestamp) => switchedOn == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(switchedOn, timestamp);

    private InvalidOperationException NotThere(string what) => new($"{options.Label} was not given {what}.");
}
