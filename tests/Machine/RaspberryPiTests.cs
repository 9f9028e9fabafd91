using System.Text.RegularExpressions;
using Hearth.Tests.Machine.Images;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>The Raspberry Pi image on QEMU's <c>raspi3b</c>, from U-Boot on: the Pi's own firmware is not emulated.</summary>
public sealed partial class RaspberryPiTests
{
    /// <summary>
    /// The furthest that the emulated board allows: as soon as a watchdog's time is set, QEMU's power management resets the
    /// board instead of counting.
    /// </summary>
    [EmulatedFact]
    public async Task It_boots_from_its_card_through_U_Boot_and_GRUB_to_the_supervisor_that_arms_the_watchdog()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await TestDisk.FlashAsync(ImageBuild.RaspberryPi, cancel);
        await using var appliance = Appliance.RaspberryPi(disk, "raspi3b");
        await appliance.PowerOnAsync(cancel);
        var console = appliance.Machine.Console;
        var events = appliance.Machine.Qmp.Events.Count;

        var boot = await console.WaitForAsync(UBoot(), Bounds.Boot, cancel);
        var slot = await console.WaitForAsync(Slot(), Bounds.Boot, cancel);
        // The module lies on the verified root and its start loads it; QEMU has no GPIO expander behind the firmware's mailbox,
        // so that this board's one light ends here.
        var root = await console.WaitForAsync(Led(), Bounds.Boot, cancel);

        var armed = await appliance.Machine.Qmp.Events.WaitAsync(happened => happened.Name == "RESET", "reset", Bounds.Boot, cancel, events);
        Measured.Say($"raspi3b: {armed.Name} by the watchdog at {appliance.Machine.Elapsed.TotalSeconds:0.0} s");
        Measured.Say($"raspi3b: U-Boot at {boot.At.TotalSeconds:0.0} s, GRUB's slot at {slot.At.TotalSeconds:0.0} s, the root's start at {root.At.TotalSeconds:0.0} s");
    }

    [GeneratedRegex("Booting: mmc 0")]
    private static partial Regex UBoot();

    [GeneratedRegex("^Hearth: slot a \\(good\\)")]
    private static partial Regex Slot();

    [GeneratedRegex("leds-gpio leds: probe with driver leds-gpio failed with error -5")]
    private static partial Regex Led();
}
