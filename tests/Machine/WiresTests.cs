using Hearth.Tests.Machine.Light;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>The harness by itself: the test plays the processor and writes the registers of an empty machine.</summary>
public sealed class WiresTests
{
    // ARM PL061 (DDI 0190): data at 0x000 behind an address mask, direction at 0x400. Base as in QEMU's virt board.
    private const ulong Controller = 0x0903_0000;
    private const ulong Direction = Controller + 0x400;
    private const ulong LightData = Controller + (1 << 5 << 2);
    private const ulong ButtonData = Controller + (1 << 4 << 2);
    private const uint LightBit = 1 << 5;
    private const uint ButtonBit = 1 << 4;

    [EmulatedFact]
    public async Task The_watcher_names_what_the_registers_do_and_forgets_it_at_a_reset()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var machine = await StartEmptyAsync(cancel);
        await machine.Qtest.WriteRegisterAsync(Direction, LightBit, cancel);

        await BlinkAsync(machine, TimeSpan.FromSeconds(0.2), flashes: 8, cancel);
        await machine.Light.ShowsAsync(Rhythm.Pairing, TimeSpan.FromSeconds(1), cancel);
        await machine.Qtest.WriteRegisterAsync(LightData, LightBit, cancel);
        await machine.Light.ShowsAsync(Rhythm.Serving, TimeSpan.FromSeconds(10), cancel);
        await machine.ResetAsync(cancel);

        Assert.Equal([Rhythm.Pairing, Rhythm.Serving, null], machine.Light.Seen.Snapshot().Select(seen => seen?.Rhythm));
        await Assert.ThrowsAsync<TimeoutException>(() => machine.Light.ShowsAsync(Rhythm.Serving, RhythmReader.Steady * 2, cancel));
    }

    [EmulatedFact]
    public async Task The_machine_reads_the_button_as_the_test_presses_it_and_finds_it_released_after_a_reset()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var machine = await StartEmptyAsync(cancel);
        Assert.Equal(ButtonBit, await machine.Qtest.ReadRegisterAsync(ButtonData, cancel));

        await machine.Button.PushAsync(cancel);
        Assert.Equal(0u, await machine.Qtest.ReadRegisterAsync(ButtonData, cancel));
        await machine.Button.PressAsync(Button.Tap, cancel);
        Assert.Equal(ButtonBit, await machine.Qtest.ReadRegisterAsync(ButtonData, cancel));
        await machine.Button.PushAsync(cancel);
        await machine.ResetAsync(cancel);

        // The release follows the reset's event; a second one here stands behind it in the queue.
        await machine.Qtest.ReadRegisterAsync(Direction, cancel);
        Assert.Equal(ButtonBit, await machine.Qtest.ReadRegisterAsync(ButtonData, cancel));
    }

    [EmulatedFact]
    public async Task A_machine_whose_plug_is_pulled_is_gone_and_whoever_waits_for_it_hears_so()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var machine = await StartEmptyAsync(cancel);

        await machine.CutPowerAsync();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => machine.ResetAsync(cancel));
        Assert.Contains("the machine has ended", fault.Message, StringComparison.Ordinal);
    }

    [EmulatedFact]
    public async Task A_machine_that_cannot_start_says_why()
    {
        var options = new MachineOptions { Hardware = Hardware.Virt, Label = "impossible", Devices = ["-device", "perpetual-motion"] };

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => EmulatedMachine.StartAsync(options, TestContext.Current.CancellationToken));

        Assert.Contains("perpetual-motion", fault.Message, StringComparison.Ordinal);
    }

    private static Task<EmulatedMachine> StartEmptyAsync(CancellationToken cancel) =>
        EmulatedMachine.StartAsync(new MachineOptions { Hardware = Hardware.Virt, Label = "empty" }, cancel);

    private static async Task BlinkAsync(EmulatedMachine machine, TimeSpan half, int flashes, CancellationToken cancel)
    {
        using var beat = new PeriodicTimer(half);
        for (var i = 0; i < flashes * 2; i++)
        {
            await beat.WaitForNextTickAsync(cancel);
            await machine.Qtest.WriteRegisterAsync(LightData, i % 2 == 0 ? LightBit : 0, cancel);
        }
    }
}
