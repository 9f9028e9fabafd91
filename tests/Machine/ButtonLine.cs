namespace Hearth.Tests.Machine;

/// <summary>The wire of the button, driven from outside the machine. Active low: pressed is 0, released is 1.</summary>
internal sealed class ButtonLine(QtestClient qtest, string controller, int line)
{
    /// <summary>In the middle of what is a press (the design: 0.05 to 2 s), with room for a machine that is late.</summary>
    public static readonly TimeSpan Tap = TimeSpan.FromSeconds(0.5);

    /// <summary>Lets go. Nothing pulls the wire of an emulated controller up, so this comes before the machine starts, and after each reset.</summary>
    public Task ReleaseAsync(CancellationToken cancel) => qtest.SetInputAsync(controller, line, high: true, cancel);

    /// <summary>Pushes it down.</summary>
    public Task PushAsync(CancellationToken cancel) => qtest.SetInputAsync(controller, line, high: false, cancel);

    /// <summary>Presses it for a while.</summary>
    public async Task PressAsync(TimeSpan time, CancellationToken cancel)
    {
        using var finger = new PeriodicTimer(time);
        await PushAsync(cancel);
        await finger.WaitForNextTickAsync(cancel);
        await ReleaseAsync(cancel);
    }
}
