namespace Hearth.Tests.Machine;

/// <summary>The appliance's button, pressed from outside the machine.</summary>
internal abstract class Button
{
    /// <summary>In the middle of what is a press (the design: 0.05 to 2 s), with room for a machine that is late.</summary>
    public static readonly TimeSpan Tap = TimeSpan.FromSeconds(0.5);

    /// <summary>Pushes it down.</summary>
    public abstract Task PushAsync(CancellationToken cancel);

    /// <summary>Lets go.</summary>
    public abstract Task ReleaseAsync(CancellationToken cancel);

    /// <summary>Presses it for a while.</summary>
    public async Task PressAsync(TimeSpan time, CancellationToken cancel)
    {
        using var finger = new PeriodicTimer(time);
        await PushAsync(cancel);
        await finger.WaitForNextTickAsync(cancel);
        await ReleaseAsync(cancel);
    }
}
