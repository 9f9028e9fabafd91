using System.Globalization;
using Hearth.Board.Description;
using Hearth.Board.Lights;
using Hearth.Linux;
using Hearth.Supervision;
using Microsoft.Extensions.Logging;

namespace Hearth.Devices;

/// <summary>
/// The board that this runs on, as its <c>board.json</c> says. What is missing is looked for again and again, and what
/// goes away is let go: a board without a light still serves.
/// </summary>
/// <param name="board">What it has.</param>
/// <param name="root">The folder that holds <c>dev</c> and <c>sys</c>: <c>/</c>.</param>
/// <param name="log">Where is said what is missing.</param>
internal sealed partial class DeviceBoard(BoardDescription board, string root, ILogger log) : IBoard, IDisposable
{
    /// <summary>Between two looks: a keyboard that is plugged in lights up at once, as people see it.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>Drivers load while the board starts; what is not here by then is worth a line.</summary>
    private static readonly TimeSpan LoadingTime = TimeSpan.FromSeconds(10);

    private readonly string devices = Path.Join(root, "dev");
    private readonly EventLoop loop = new();
    private readonly Waker waker = new();
    private readonly Dictionary<string, ILightDevice> lights = [];
    private readonly ButtonSet buttons = new();
    private readonly HashSet<string> withoutKey = [];
    private readonly HashSet<string> said = [];

    /// <summary>Watched descriptors; touched on the loop's thread alone.</summary>
    private readonly Dictionary<IButtonDevice, int> slots = [];

    private Watchdog? watchdog;
    private LightColor? color;
    private TimeSpan? began;
    private TimeSpan now;
    private TimeSpan nextLook;

    /// <inheritdoc/>
    public bool IsSimulated => false;

    /// <inheritdoc/>
    public TimeSpan? WatchdogTimeout => watchdog?.Timeout;

    /// <inheritdoc/>
    public async Task WatchAsync(Action wake, CancellationToken stop)
    {
        waker.Wake = wake;
        using var stopping = stop.Register(loop.Stop);
        await Task.Factory.StartNew(loop.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public TimeSpan? Look(TimeSpan now)
    {
        (this.now, began) = (now, began ?? now);
        if (now >= nextLook)
        {
            nextLook = now + LookInterval;
            LookForWatchdog();
            foreach (var light in board.Lights)
            {
                LookFor(light);
            }

            foreach (var button in board.Buttons)
            {
                LookFor(button);
            }

            if (now - began > LoadingTime)
            {
                SayWhatIsMissing();
            }
        }

        return nextLook;
    }

    /// <inheritdoc/>
    public bool TryReadEdge(TimeSpan now, out ButtonEdge edge)
    {
        if (buttons.TryTake(out edge))
        {
            return true;
        }

        foreach (var (name, device) in buttons.Read(now))
        {
            LogGone(log, name);
            loop.Post(() =>
            {
                loop.Remove(slots[device], device.Descriptor);
                slots.Remove(device);
                device.Dispose();
            });
        }

        return buttons.TryTake(out edge);
    }

    /// <inheritdoc/>
    public void Set(LightColor? color)
    {
        this.color = color;

        // A dictionary may lose entries while it is enumerated: a light that is gone is let go on the way.
        foreach (var (name, light) in lights)
        {
            Switch(name, light);
        }
    }

    /// <inheritdoc/>
    public void FeedWatchdog() => watchdog?.Feed();

    /// <inheritdoc/>
    public void AllowRestart() => watchdog?.AllowRestart();

    /// <inheritdoc/>
    public void Dispose()
    {
        loop.Dispose();
        watchdog?.Dispose();
        buttons.Dispose();
        foreach (var light in lights.Values)
        {
            light.Dispose();
        }
    }

    private void LookForWatchdog()
    {
        if (watchdog is null && board.Watchdog is { } wanted)
        {
            var path = Path.Join(root, wanted.Device);
            Try(path, () => watchdog = Watchdog.Open(path, wanted, log));
        }
    }

    private void LookFor(LightDescription light)
    {
        switch (light)
        {
            case LightDescription.Gpio gpio:
                LookFor(BoardWords.Of(light), () => GpioLight.TryOpen(devices, gpio));
                break;
            case LightDescription.Rgb rgb:
                LookFor(BoardWords.Of(light), () => GpioLight.TryOpen(devices, rgb));
                break;
            case LightDescription.Led led:
                // A PC may have several keyboards, and each shows the light.
                foreach (var folder in LedLight.Find(Path.Join(root, "sys/class/leds"), led))
                {
                    LookFor(Path.GetFileName(folder), () => LedLight.Open(folder));
                }

                break;
            default:
                throw new InvalidOperationException($"No such light: {light}.");
        }
    }

    private void LookFor(string name, Func<ILightDevice?> open)
    {
        if (!lights.ContainsKey(name))
        {
            Try(name, () =>
            {
                if (open() is { } found)
                {
                    LogFound(log, name);
                    lights.Add(name, found);
                    Switch(name, found);
                }
            });
        }
    }

    private void LookFor(ButtonDescription button)
    {
        if (button is ButtonDescription.Gpio gpio)
        {
            var name = BoardWords.Of(button);
            if (!buttons.Contains(name))
            {
                Try(name, () => Add(name, GpioButton.TryOpen(devices, gpio)));
            }
        }
        else if (button is ButtonDescription.Input input)
        {
            LookFor(input.KeyCode);
        }
    }

    /// <summary>Every input device with the key counts: a power key may be on the case and on a keyboard.</summary>
    private void LookFor(int keyCode)
    {
        var folder = Path.Join(devices, "input");
        var present = Directory.Exists(folder) ? Directory.GetFiles(folder, "event*") : [];
        var names = present.ToDictionary(path => string.Create(CultureInfo.InvariantCulture, $"key {keyCode} of {path}"));
        withoutKey.RemoveWhere(name => !names.ContainsKey(name) && name.StartsWith(string.Create(CultureInfo.InvariantCulture, $"key {keyCode} "), StringComparison.Ordinal));
        foreach (var name in names.Keys.Where(name => !buttons.Contains(name) && !withoutKey.Contains(name)))
        {
            Try(name, () =>
            {
                if (!Add(name, InputButton.TryOpen(names[name], keyCode)))
                {
                    // Not to be opened again and again: opening wakes the device.
                    withoutKey.Add(name);
                }
            });
        }
    }

    private bool Add(string name, IButtonDevice? button)
    {
        if (button is null)
        {
            return false;
        }

        LogFound(log, name);
        buttons.Add(name, button, now);
        loop.Post(() => slots.Add(button, loop.Add(button.Descriptor, waker, edgeTriggered: true)));
        return true;
    }

    private void Switch(string name, ILightDevice light)
    {
        try
        {
            light.Set(color);
        }
        catch (IOException)
        {
            LogGone(log, name);
            lights.Remove(name);
            light.Dispose();
        }
    }

    private void Try(string what, Action open)
    {
        try
        {
            open();
        }
        catch (IOException refusal)
        {
            // Early on, a driver may not be there yet, or init not have opened the device to this user.
            if (now - began > LoadingTime)
            {
                SayOnce($"{what}: {refusal.Message.TrimEnd('.')}");
            }
        }
    }

    private void SayWhatIsMissing()
    {
        if (lights.Count == 0)
        {
            SayOnce("this machine has none of the board's lights; going on without");
        }

        if (!buttons.Names.Any())
        {
            SayOnce("this machine has none of the board's buttons; nobody can claim it until one is there");
        }

        if (watchdog is null && board.Watchdog is { } wanted)
        {
            SayOnce($"this machine has no {wanted.Device}; a supervisor that hangs stays hung");
        }
    }

    private void SayOnce(string fault)
    {
        if (said.Add(fault))
        {
            LogFault(log, fault);
        }
    }

    [LoggerMessage(LogLevel.Debug, "found {What}.")]
    private static partial void LogFound(ILogger log, string what);

    [LoggerMessage(LogLevel.Warning, "{What} is gone.")]
    private static partial void LogGone(ILogger log, string what);

    [LoggerMessage(LogLevel.Error, "{Fault}.")]
    private static partial void LogFault(ILogger log, string fault);

    /// <summary>Wakes whoever reads; the reading is done there, so that what happened comes before what is due.</summary>
    private sealed class Waker : IReady
    {
        public Action? Wake { get; set; }

        public void OnReady(bool readable, bool writable) => Wake?.Invoke();
    }
}
