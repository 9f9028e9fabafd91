namespace Hearth.Tests.Machine;

/// <summary>
/// A button on an input wire of a GPIO controller, active low: pressed is 0, released is 1. Nothing pulls the wire of an emulated
/// controller up, so it is let go before the machine starts, and after each reset.
/// </summary>
internal sealed class WireButton(QtestClient qtest, string controller, int line) : Button
{
    public override Task PushAsync(CancellationToken cancel) => qtest.SetInputAsync(controller, line, high: false, cancel);

    public override Task ReleaseAsync(CancellationToken cancel) => qtest.SetInputAsync(controller, line, high: true, cancel);
}
