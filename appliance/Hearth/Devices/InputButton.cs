using Hearth.Linux;
using Hearth.Supervision;

namespace Hearth.Devices;

/// <summary>A key of an input device (<c>/dev/input/event*</c>).</summary>
internal sealed unsafe class InputButton : IButtonDevice
{
    /// <summary>EVIOCGBIT(EV_KEY, 96): which keys it has.</summary>
    internal const uint GetKeys = 0x80604521;

    /// <summary>EVIOCGKEY(96): which keys are down.</summary>
    internal const uint GetKeyState = 0x80604518;

    /// <summary>EVIOCSCLOCKID.</summary>
    internal const uint SetClock = 0x400445A0;

    /// <summary>Bytes of a bit for each key, up to KEY_MAX (767).</summary>
    private const int KeyBytes = 96;

    /// <summary>CLOCK_MONOTONIC, which the supervisor reads as well.</summary>
    private const int MonotonicClock = 1;

    private const int EventsPerRead = 64;

    private readonly DeviceFile device;
    private readonly int keyCode;
    private readonly KeyLevels levels;
    private readonly byte[] buffer = new byte[EventsPerRead * InputEvent.Size];

    private InputButton(DeviceFile device, int keyCode)
    {
        this.device = device;
        this.keyCode = keyCode;
        levels = new KeyLevels(keyCode);
        var clock = MonotonicClock;
        device.Control(SetClock, &clock);
        WasDown = IsDown;
    }

    /// <inheritdoc/>
    public int Descriptor => device.Descriptor;

    /// <inheritdoc/>
    public bool WasDown { get; }

    private bool IsDown => Has(device, GetKeyState, keyCode);

    /// <summary>Opens an input device that has a key.</summary>
    /// <returns>Null where it has no such key.</returns>
    /// <exception cref="IOException">It may not be opened, or is none.</exception>
    public static InputButton? TryOpen(string path, int keyCode)
    {
        var device = DeviceFile.Open(path, FileAccess.Read);
        try
        {
            if (Has(device, GetKeys, keyCode))
            {
                return new InputButton(device, keyCode);
            }
        }
        catch
        {
            device.Dispose();
            throw;
        }

        device.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Read(List<ButtonEdge> edges, TimeSpan now)
    {
        int length;
        while ((length = device.Read(buffer)) > 0)
        {
            for (var at = 0; InputEvent.TryRead(buffer.AsSpan(at, length - at), out var @event); at += InputEvent.Size)
            {
                levels.Take(@event, now, edges);
            }
        }

        if (levels.Lost)
        {
            levels.Lost = false;
            edges.Add(new ButtonEdge(IsDown, now));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => device.Dispose();

    private static bool Has(DeviceFile device, uint request, int keyCode)
    {
        var bits = stackalloc byte[KeyBytes];
        device.Control(request, bits);
        return (bits[keyCode / 8] & (1 << (keyCode % 8))) != 0;
    }
}
